package avts.datasets.take;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Level 4 (MATLAB 4; "MAT-File Format", chapter on level 4): matrix after matrix, each with a
 * header of five integers (type, rows, columns, whether there is an imaginary part, bytes of the
 * name), the name with a closing 0, and the values.
 */
final class MatLevel4 {
  private static final int HEADER_BYTES = 20;
  private static final int LONGEST_NAME = 64;

  private final Path file;
  private final ByteBuffer buffer;

  private MatLevel4(Path file, byte[] bytes) {
    this.file = file;
    this.buffer = ByteBuffer.wrap(bytes);
  }

  static Map<String, MatArray> read(Path file, byte[] bytes) throws TakeException {
    MatLevel4 reader = new MatLevel4(file, bytes);
    Map<String, MatArray> arrays = new LinkedHashMap<>();
    while (reader.buffer.hasRemaining() || arrays.isEmpty()) {
      reader.readInto(arrays);
    }
    return arrays;
  }

  private void readInto(Map<String, MatArray> arrays) throws TakeException {
    int start = buffer.position();
    if (buffer.remaining() < HEADER_BYTES) {
      throw noFile(start);
    }
    // The type is at most 4052; in the other byte order it looks huge or negative.
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    int type = buffer.getInt();
    if (type < 0 || type > 4052) {
      buffer.order(ByteOrder.BIG_ENDIAN).position(start);
      type = buffer.getInt();
    }
    int order = type / 1000;
    boolean orderAgrees = order == (buffer.order() == ByteOrder.LITTLE_ENDIAN ? 0 : 1);
    int rows = buffer.getInt();
    int columns = buffer.getInt();
    int imaginary = buffer.getInt();
    int nameBytes = buffer.getInt();
    Format format = Format.of(type / 10 % 10);
    if (!orderAgrees
        || type / 100 % 10 != 0
        || format == null
        || type % 10 > 2
        || rows < 0
        || columns < 0
        || imaginary < 0
        || imaginary > 1
        || nameBytes < 2
        || nameBytes > LONGEST_NAME) {
      throw noFile(start);
    }
    long elements = (long) rows * columns;
    long needed = nameBytes + elements * (1 + imaginary) * format.bytes;
    if (elements > MatFile.MOST_ELEMENTS || buffer.remaining() < needed) {
      throw new TakeException(
          file,
          String.format(
              Locale.ROOT,
              "is truncated: a matrix of %d x %d needs %d bytes, %d are left",
              rows,
              columns,
              needed,
              buffer.remaining()));
    }
    byte[] name = new byte[nameBytes];
    buffer.get(name);
    float[] values = new float[(int) elements];
    for (int i = 0; i < values.length; i++) {
      values[i] = format.next(buffer);
    }
    buffer.position(buffer.position() + (int) elements * imaginary * format.bytes);
    if (type % 10 == 0 && imaginary == 0) {
      arrays.put(
          new String(name, 0, nameBytes - 1, ISO_8859_1), new MatArray(rows, columns, values));
    }
  }

  private TakeException noFile(int place) {
    return new TakeException(
        file,
        place == 0
            ? "is no MATLAB file: neither \"MATLAB 5.0\" nor a matrix of level 4 stands at its"
                + " start"
            : "is broken: no matrix of level 4 begins at byte " + place);
  }

  /** How a value is stored, by the tens digit of the type. */
  private enum Format {
    FLOAT64(8),
    FLOAT32(4),
    INT32(4),
    INT16(2),
    UINT16(2),
    UINT8(1);

    private final int bytes;

    Format(int bytes) {
      this.bytes = bytes;
    }

    static @org.jspecify.annotations.Nullable Format of(int digit) {
      return digit >= 0 && digit < values().length ? values()[digit] : null;
    }

    float next(ByteBuffer buffer) {
      return switch (this) {
        case FLOAT64 -> (float) buffer.getDouble();
        case FLOAT32 -> buffer.getFloat();
        case INT32 -> buffer.getInt();
        case INT16 -> buffer.getShort();
        case UINT16 -> buffer.getShort() & 0xffff;
        case UINT8 -> buffer.get() & 0xff;
      };
    }
  }
}

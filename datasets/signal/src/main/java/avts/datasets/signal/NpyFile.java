package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads and writes NumPy's .npy files of real numbers in row-major order. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  /** Numbers converted at a time. */
  private static final int BLOCK = 1 << 14;

  private static final int LONGEST_HEADER = 1 << 16;

  /** Whole numbers up to here are floats to the last digit. */
  private static final long LARGEST_WHOLE = 1 << 24;

  /** Kinds of numbers that can be read. */
  private enum Type {
    F4(4),
    F8(8),
    I4(4),
    I8(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Returns the number at a place, as far as a float can hold it. */
    double number(ByteBuffer numbers, int index) {
      int at = index * bytes;
      return switch (this) {
        case F4 -> numbers.getFloat(at);
        case F8 -> numbers.getDouble(at);
        case I4 -> numbers.getInt(at);
        case I8 -> numbers.getLong(at);
      };
    }

    boolean isWhole() {
      return this == I4 || this == I8;
    }
  }

  private NpyFile() {}

  /**
   * An array and its shape.
   *
   * @param values the numbers, last axis fastest, owned by this record
   * @param shape length of each axis; empty for a single number
   */
  // Array components: handed from the file to the caller, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Array(float[] values, int[] shape) {

    /** Checks that the shape holds all values. */
    public Array {
      checkArgument(
          product(shape) == values.length,
          "shape %s does not hold %s values",
          Arrays.toString(shape),
          values.length);
    }
  }

  /**
   * Writes a little-endian float32 array in format 1.0.
   *
   * @param file replaced where it exists
   * @param values the numbers, last axis fastest
   * @param shape length of each axis, not negative; their product is the number of values
   * @throws IOException if the file cannot be written; the message names it
   */
  public static void write(Path file, float[] values, int... shape) throws IOException {
    checkArgument(
        product(shape) == values.length,
        "shape %s does not hold %s values",
        Arrays.toString(shape),
        values.length);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 4 * BLOCK)) {
      out.write(header(shape));
      ByteBuffer block = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
      for (int start = 0; start < values.length; start += BLOCK) {
        int count = Math.min(BLOCK, values.length - start);
        block.asFloatBuffer().put(values, start, count);
        out.write(block.array(), 0, 4 * count);
      }
    } catch (FileSystemException e) {
      throw e; // names the file by itself
    } catch (IOException e) {
      throw new IOException(file + " cannot be written whole: " + e.getMessage(), e);
    }
  }

  /**
   * Reads an array of float32, float64 (narrowed), int32 or int64 (up to 2^24 in size), row-major.
   *
   * @throws IOException if the file cannot be read, is no .npy file, holds another type or order or
   *     a larger whole number, or is shorter than its shape says
   */
  public static Array read(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 4 * BLOCK))) {
      String header = readHeader(file, in);
      Type type = type(file, field(file, header, TYPE, "descr"));
      check(
          file,
          field(file, header, ORDER, "fortran_order").equals("False"),
          "is column-major; save it with numpy.ascontiguousarray");
      int[] shape = shape(file, field(file, header, SHAPE, "shape"));
      long count = product(shape);
      check(
          file,
          count * type.bytes <= Files.size(file),
          "is shorter than its shape " + Arrays.toString(shape) + " says");
      return new Array(readValues(file, in, Math.toIntExact(count), type), shape);
    }
  }

  static byte[] header(int[] shape) {
    String axes =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': ("
            + axes
            + (shape.length == 1 ? "," : "")
            + "), }";
    // The data begin at a multiple of 64 bytes; the header ends in a line feed.
    int padded = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer header = ByteBuffer.allocate(10 + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  private static String readHeader(Path file, DataInputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    check(
        file,
        start.length == 8 && Arrays.equals(start, 0, 6, MAGIC, 0, 6),
        "does not begin like a .npy file");
    int major = start[6];
    check(file, major >= 1 && major <= 3, "has the unknown format version " + major);
    byte[] length = in.readNBytes(major == 1 ? 2 : 4);
    check(file, length.length == (major == 1 ? 2 : 4), "ends inside its header");
    ByteBuffer lengths = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = major == 1 ? Short.toUnsignedInt(lengths.getShort()) : lengths.getInt();
    check(
        file,
        headerLength >= 0 && headerLength <= LONGEST_HEADER,
        "has a header of " + headerLength + " bytes");
    byte[] text = in.readNBytes(headerLength);
    check(file, text.length == headerLength, "ends inside its header");
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String field(Path file, String header, Pattern pattern, String name)
      throws IOException {
    Matcher matcher = pattern.matcher(header);
    check(file, matcher.find(), "has no readable " + name + " in its header");
    return matcher.group(1);
  }

  private static int[] shape(Path file, String text) throws IOException {
    List<Integer> axes = new ArrayList<>();
    long product = 1;
    for (String axis : text.split(",", -1)) {
      if (!axis.isBlank()) {
        check(file, axis.trim().length() <= 9, "has an axis of length " + axis.trim());
        axes.add(Integer.parseInt(axis.trim()));
        product *= axes.get(axes.size() - 1);
        check(file, product <= Integer.MAX_VALUE - 8, "has too many values for one array");
      }
    }
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Type type(Path file, String name) throws IOException {
    for (Type type : Type.values()) {
      if (name.equals("<" + type.name().toLowerCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new IOException(
        file + " holds type " + name + ", but only <f4, <f8, <i4 and <i8 can be read");
  }

  private static float[] readValues(Path file, DataInputStream in, int count, Type type)
      throws IOException {
    float[] values = new float[count];
    byte[] block = new byte[type.bytes * Math.min(BLOCK, Math.max(1, count))];
    ByteBuffer numbers = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    int blockCount = block.length / type.bytes;
    for (int start = 0; start < count; start += blockCount) {
      int part = Math.min(blockCount, count - start);
      check(
          file,
          in.readNBytes(block, 0, part * type.bytes) == part * type.bytes,
          "ends before its shape says");
      if (type == Type.F4) {
        numbers.asFloatBuffer().get(values, start, part);
      } else {
        for (int i = 0; i < part; i++) {
          values[start + i] = narrow(file, type.number(numbers, i), type);
        }
      }
    }
    return values;
  }

  private static float narrow(Path file, double number, Type type) throws IOException {
    check(
        file,
        !type.isWhole() || Math.abs(number) <= LARGEST_WHOLE,
        "holds the whole number " + (long) number + ", but only those up to 2^24 can be read");
    return (float) number;
  }

  private static long product(int[] shape) {
    long product = 1;
    for (int axis : shape) {
      checkArgument(axis >= 0, "shape must not be negative, got %s", Arrays.toString(shape));
      product = Math.multiplyExact(product, (long) axis);
    }
    return product;
  }

  private static void check(Path file, boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException(file + " " + problem);
    }
  }
}

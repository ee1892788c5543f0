package avts.pretrain.train.listener;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes an event file that TensorBoard shows.
 *
 * <p>A record is: length of the data (8 bytes, little endian), masked CRC-32C of those bytes (4),
 * data, masked CRC-32C of the data (4). The data are a protocol buffer {@code tensorflow.Event};
 * the few fields used are written by hand: wall_time = 1 (double), step = 2 (varint), file_version
 * = 3 (string), summary = 5 with value = 1 of tag = 1 (string) and simple_value = 2 (float),
 * session_log = 7 with status = 1 (varint).
 */
public final class EventFile implements AutoCloseable {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int SESSION_START = 1;
  private static final int MASK_DELTA = 0xa282ead8;

  private final Path file;
  private final FileChannel channel;

  private EventFile(Path file) throws IOException {
    this.file = file;
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Makes a new event file in {@code folder}.
   *
   * @param firstStep the first step that will be written: viewers drop what earlier files of the
   *     run say of this step and later ones
   */
  @MustBeClosed
  public static EventFile create(Path folder, long firstStep) throws IOException {
    EventFile file = newFile(folder);
    boolean begun = false;
    try {
      ByteArrayOutputStream version = new ByteArrayOutputStream();
      putBytes(version, 3, "brain.Event:2".getBytes(UTF_8));
      file.write(0, version);
      ByteArrayOutputStream session = new ByteArrayOutputStream();
      putVarint(session, 1, SESSION_START);
      ByteArrayOutputStream event = new ByteArrayOutputStream();
      putBytes(event, 7, session.toByteArray());
      file.write(firstStep, event);
      begun = true;
      return file;
    } finally {
      if (!begun) {
        file.close();
      }
    }
  }

  /** Writes figures by name, such as {@code train/loss}, for {@code step}. */
  public void scalars(long step, Map<String, Double> figures) throws IOException {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    figures.forEach(
        (tag, figure) -> {
          ByteArrayOutputStream value = new ByteArrayOutputStream();
          putBytes(value, 1, tag.getBytes(UTF_8));
          putKey(value, 2, FIXED32);
          putFixed(value, Float.floatToRawIntBits(figure.floatValue()), Float.BYTES);
          putBytes(summary, 1, value.toByteArray());
        });
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    putBytes(event, 5, summary.toByteArray());
    write(step, event);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Names sort by time; a second file of the same second gets the next free second. */
  private static EventFile newFile(Path folder) throws IOException {
    long second = System.currentTimeMillis() / 1000;
    while (Files.exists(path(folder, second))) {
      second++;
    }
    return new EventFile(path(folder, second));
  }

  private static Path path(Path folder, long second) {
    return folder.resolve("events.out.tfevents." + second + ".avts");
  }

  private void write(long step, ByteArrayOutputStream content) throws IOException {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    putKey(event, 1, FIXED64);
    double seconds = System.currentTimeMillis() / 1000.0;
    putFixed(event, Double.doubleToRawLongBits(seconds), Double.BYTES);
    putVarint(event, 2, step);
    content.writeTo(event);
    byte[] data = event.toByteArray();
    ByteArrayOutputStream length = new ByteArrayOutputStream();
    putFixed(length, data.length, Long.BYTES);
    ByteBuffer buffer = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(data.length);
    buffer.putInt(maskedCrc(length.toByteArray()));
    buffer.put(data);
    buffer.putInt(maskedCrc(data));
    LogFiles.append(channel, buffer.flip(), file);
  }

  /** The checksum of record files: rotated and shifted, lest it be taken over its own output. */
  static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static void putKey(ByteArrayOutputStream out, int field, int type) {
    putRaw(out, ((long) field << 3) | type);
  }

  private static void putVarint(ByteArrayOutputStream out, int field, long value) {
    putKey(out, field, VARINT);
    putRaw(out, value);
  }

  private static void putBytes(ByteArrayOutputStream out, int field, byte[] content) {
    putKey(out, field, BYTES);
    putRaw(out, content.length);
    out.write(content, 0, content.length);
  }

  private static void putFixed(ByteArrayOutputStream out, long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (bits >>> (8 * i)));
    }
  }

  private static void putRaw(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}

package avts.datasets.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import avts.datasets.io.FileChannels;
import avts.datasets.media.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * How many bytes a file should have by its own outermost headers: the boxes of MP4 and QuickTime,
 * the chunks of AVI, the segment of Matroska and WebM.
 */
final class StatedLength {
  private static final int EBML_SIGNATURE = 0x1A45DFA3;
  private static final int EBML_SEGMENT = 0x18538067;

  private final FileChannel channel;
  private final long begin;
  private final long end;

  private StatedLength(FileChannel channel, long begin, long end) {
    this.channel = channel;
    this.begin = begin;
    this.end = end;
  }

  /** Returns how many bytes are missing at the end, 0 where none are or nobody can tell. */
  static long missingBytes(MediaSource source) throws IOException {
    try (FileChannel channel = FileChannel.open(source.file(), StandardOpenOption.READ)) {
      long size = channel.size();
      long stated = source.length() < 0 ? size : source.offset() + source.length();
      StatedLength file = new StatedLength(channel, source.offset(), Math.min(size, stated));
      return Math.max(0, Math.max(stated - size, file.statedEnd() - file.end));
    }
  }

  private long statedEnd() throws IOException {
    if (end - begin < 12) {
      return end;
    }
    ByteBuffer head = read(begin, 12);
    if (head.getInt(0) == EBML_SIGNATURE) {
      return matroskaEnd();
    }
    if (text(head, 0).equals("RIFF")) {
      return aviEnd();
    }
    return text(head, 4).equals("ftyp") ? boxesEnd() : end;
  }

  private long boxesEnd() throws IOException {
    long at = begin;
    while (at + 8 <= end) {
      ByteBuffer head = read(at, 16);
      long size = Integer.toUnsignedLong(head.getInt(0));
      if (size == 1) {
        size = head.getLong(8);
      } else if (size == 0) {
        return end;
      }
      // Anything else in place of a box is damage, or a tail that players pass over as well.
      if (size < 8 || size > Long.MAX_VALUE - at || !text(head, 4).matches("[ -~\u00a9]{4}")) {
        return end;
      }
      at += size;
    }
    return at;
  }

  private long aviEnd() throws IOException {
    long at = begin;
    while (at + 12 <= end) {
      ByteBuffer head = read(at, 12);
      if (!text(head, 0).equals("RIFF")) {
        return end;
      }
      long size = Integer.toUnsignedLong(head.order(ByteOrder.LITTLE_ENDIAN).getInt(4));
      // Programs that do not know the size beforehand leave zero or all ones.
      if (size == 0 || size >= 0xFFFFFFF0L) {
        return end;
      }
      at += 8 + size;
    }
    return at;
  }

  private long matroskaEnd() throws IOException {
    long at = begin + 4;
    long headerSize = variableInt(at);
    at += variableIntLength(at) + headerSize;
    if (headerSize < 0 || at + 12 > end || read(at, 4).getInt(0) != EBML_SEGMENT) {
      return end;
    }
    long size = variableInt(at + 4);
    return size < 0 ? end : at + 4 + variableIntLength(at + 4) + size;
  }

  private int variableIntLength(long at) throws IOException {
    return Integer.numberOfLeadingZeros(Byte.toUnsignedInt(read(at, 1).get(0))) - 24 + 1;
  }

  /** Returns an EBML number, -1 where it says "unknown" or is not one. */
  private long variableInt(long at) throws IOException {
    int length = variableIntLength(at);
    if (length > 8) {
      return -1;
    }
    long value = 0;
    ByteBuffer bytes = read(at, length);
    for (int i = 0; i < length; i++) {
      value = value << 8 | Byte.toUnsignedLong(bytes.get(i));
    }
    long mask = (1L << (7 * length)) - 1;
    return (value & mask) == mask ? -1 : value & mask;
  }

  /** Reads bytes; those behind the end are zero. */
  private ByteBuffer read(long position, int count) throws IOException {
    return ByteBuffer.wrap(FileChannels.read(channel, position, count));
  }

  private static String text(ByteBuffer buffer, int at) {
    byte[] letters = new byte[4];
    buffer.get(at, letters);
    return new String(letters, ISO_8859_1);
  }
}

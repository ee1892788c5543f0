package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.FileChannels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents of a tar archive (POSIX ustar and pax, GNU long names), so that members can
 * be read in place.
 *
 * @param members the regular files, in the archive's order
 * @param problem what stopped the reading before the archive's end; empty where nothing did
 */
record TarShard(List<Member> members, String problem) {

  /**
   * A regular file of the archive.
   *
   * @param name its path inside the archive
   * @param offset its first byte in the archive
   * @param bytes its number of bytes
   */
  record Member(String name, long offset, long bytes) {}

  private static final int BLOCK = 512;

  /** Longer names and pax headers than this are damage. */
  private static final long MOST_HEADER_BYTES = 1 << 20;

  /** What pax and GNU headers say of the member that follows them. */
  private record Extension(@Nullable String name, @Nullable Long bytes) {
    static final Extension NONE = new Extension(null, null);
  }

  TarShard {
    members = List.copyOf(members);
  }

  /** Reads the headers of {@code file}; damage ends the list and is told in {@link #problem}. */
  static TarShard read(Path file) throws IOException {
    List<Member> members = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = 0;
      Extension extension = Extension.NONE;
      while (at + BLOCK <= channel.size()) {
        byte[] header = FileChannels.read(channel, at, BLOCK);
        if (isZero(header)) {
          return new TarShard(members, "");
        }
        if (!checksumFits(header)) {
          return new TarShard(members, "no tar header at byte " + at);
        }
        long stated = extension.bytes() == null ? number(header, 124, 12) : extension.bytes();
        long data = at + BLOCK;
        char type = (char) header[156];
        boolean isHeader = type == 'x' || type == 'g' || type == 'L' || type == 'K';
        if (stated < 0 || (isHeader && stated > MOST_HEADER_BYTES)) {
          return new TarShard(members, "a tar header with a bad size at byte " + at);
        }
        if (isHeader) {
          int length = (int) Math.min(stated, Math.max(0, channel.size() - data));
          extension = extend(extension, type, FileChannels.read(channel, data, length));
        } else {
          if (type == '0' || type == 0 || type == '7') {
            String name = extension.name();
            members.add(new Member(name == null ? name(header) : name, data, stated));
          }
          extension = Extension.NONE;
        }
        at = data + (stated + BLOCK - 1) / BLOCK * BLOCK;
      }
      boolean cut = at > channel.size() || channel.size() == 0;
      return new TarShard(members, cut ? "the archive ends inside its last member" : "");
    }
  }

  private static Extension extend(Extension before, char type, byte[] data) {
    if (type == 'L') {
      return new Extension(text(data, 0, data.length), before.bytes());
    }
    return type == 'x' ? pax(before, data) : before;
  }

  /**
   * Reads records of the form {@code "27 path=some/long/name\n"}, the number being their length.
   */
  private static Extension pax(Extension before, byte[] data) {
    String name = before.name();
    Long bytes = before.bytes();
    int at = 0;
    while (at < data.length) {
      int space = at;
      int length = 0;
      while (space < data.length && data[space] >= '0' && data[space] <= '9') {
        length = Math.min(length * 10 + data[space] - '0', data.length);
        space++;
      }
      if (length <= space - at + 1 || at + length > data.length) {
        break;
      }
      String record = new String(data, space + 1, at + length - space - 2, UTF_8);
      if (record.startsWith("path=")) {
        name = record.substring(5);
      } else if (record.matches("size=[0-9]{1,18}")) {
        bytes = Long.valueOf(record.substring(5));
      }
      at += length;
    }
    return new Extension(name, bytes);
  }

  private static boolean isZero(byte[] header) {
    for (byte value : header) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, the checksum's own counted as blanks. */
  private static boolean checksumFits(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(header[i]);
    }
    return sum == number(header, 148, 8);
  }

  /** Octal digits, or GNU's binary form for sizes of 8 GiB and more; -1 where it is neither. */
  private static long number(byte[] header, int start, int length) {
    if ((header[start] & 0x80) != 0) {
      long value = 0;
      for (int i = start + length - 8; i < start + length; i++) {
        value = value << 8 | Byte.toUnsignedLong(header[i]);
      }
      return value;
    }
    String digits = text(header, start, length).strip();
    return digits.matches("[0-7]{1,20}") ? Long.parseLong(digits, 8) : -1;
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 5).equals("ustar");
    String prefix = ustar && header[262] == 0 ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] data, int start, int length) {
    int end = start;
    while (end < start + length && data[end] != 0) {
      end++;
    }
    return new String(data, start, end - start, UTF_8);
  }
}

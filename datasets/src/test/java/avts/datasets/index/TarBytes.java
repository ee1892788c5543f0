package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Builds tar archives for tests. */
final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TarBytes file(String name, byte[] data) {
    return add(name, '0', data, true);
  }

  /** Adds a GNU header with a name of any length. */
  TarBytes gnuName(String name) {
    return add("././@LongLink", 'L', (name + "\0").getBytes(UTF_8), false);
  }

  /** Adds a pax header with one record. */
  TarBytes pax(String key, String value) {
    String body = " " + key + "=" + value + "\n";
    int bodyLength = body.getBytes(UTF_8).length;
    int length = bodyLength + 1;
    while (Integer.toString(length).length() + bodyLength != length) {
      length++;
    }
    return add("pax", 'x', (length + body).getBytes(UTF_8), true);
  }

  TarBytes folder(String name) {
    return add(name, '5', new byte[0], true);
  }

  private TarBytes add(String name, char type, byte[] data, boolean posix) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, String.format(Locale.ROOT, "%011o", data.length));
    put(header, 136, "00000000000");
    header[156] = (byte) type;
    put(header, 257, posix ? "ustar\00000" : "ustar  ");
    put(header, 148, "        ");
    int sum = 0;
    for (byte value : header) {
      sum += Byte.toUnsignedInt(value);
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    out.writeBytes(header);
    out.writeBytes(data);
    out.writeBytes(new byte[(512 - data.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** Returns the archive with its two empty blocks at the end. */
  byte[] end() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }
}

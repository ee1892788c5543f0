package avts.datasets.take;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** Writes takes of AV-Letters whose values are a formula of their place. */
final class LipsBytes {
  static final int HEIGHT = 3;
  static final int WIDTH = 4;

  private LipsBytes() {}

  /** Brightness of row y and column x of picture t. */
  static int brightness(int t, int y, int x) {
    return 100 * (t % 2) + 10 * y + x;
  }

  /** {@code vid} as MATLAB keeps it: picture by picture, column by column. */
  private static byte[] pictures(int frames) {
    byte[] values = new byte[frames * WIDTH * HEIGHT];
    int i = 0;
    for (int t = 0; t < frames; t++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int y = 0; y < HEIGHT; y++) {
          values[i++] = (byte) brightness(t, y, x);
        }
      }
    }
    return values;
  }

  /** A file of level 4 in either byte order. */
  static byte[] level4(int frames, ByteOrder order) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(order);
    int machine = order == ByteOrder.LITTLE_ENDIAN ? 0 : 1000;
    buffer.putInt(machine + 50).putInt(HEIGHT * WIDTH).putInt(frames).putInt(0).putInt(4);
    buffer.put("vid\0".getBytes(ISO_8859_1)).put(pictures(frames));
    buffer.putInt(machine).putInt(1).putInt(3).putInt(0).putInt(4);
    buffer.put("siz\0".getBytes(ISO_8859_1));
    buffer.putDouble(HEIGHT).putDouble(WIDTH).putDouble(frames);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** A file of level 5, compressed or not. */
  static byte[] level5(int frames, int deflate) throws IOException {
    byte[] values = pictures(frames);
    Matrix vid = Mat5.newMatrix(HEIGHT * WIDTH, frames, MatlabType.UInt8);
    for (int i = 0; i < values.length; i++) {
      vid.setInt(i, values[i] & 0xff);
    }
    Matrix siz = Mat5.newMatrix(1, 3);
    siz.setDouble(0, HEIGHT);
    siz.setDouble(1, WIDTH);
    siz.setDouble(2, frames);
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    try (Sink sink = Sinks.wrap(buffer)) {
      Mat5.newWriter(sink)
          .setDeflateLevel(deflate)
          .writeMat(Mat5.newMatFile().addArray("vid", vid).addArray("siz", siz));
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** MFCC_E_D of two values every 20 ms; value d of vector n is n + d / 10. */
  static byte[] mfcc(int vectors) {
    ByteBuffer buffer = ByteBuffer.allocate(12 + vectors * 8);
    buffer.putInt(vectors).putInt(200_000).putShort((short) 8).putShort((short) 0x146);
    for (int n = 0; n < vectors; n++) {
      buffer.putFloat(n).putFloat(n + 0.1f);
    }
    return buffer.array();
  }

  /** Writes both files of a take of {@code frames} pictures into the published folders. */
  static void write(Path folder, String id, int frames) throws IOException {
    write(folder.resolve("Lips/" + id + "-lips.mat"), level4(frames, ByteOrder.LITTLE_ENDIAN));
    write(folder.resolve("Audio/mfcc/" + id + ".mfcc"), mfcc(2 * frames - 1));
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, bytes);
  }
}

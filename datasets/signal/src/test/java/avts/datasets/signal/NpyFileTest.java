package avts.datasets.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir private Path folder;

  private Path raw(String header, byte[] data) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
    return Files.write(folder.resolve("raw.npy"), bytes.array());
  }

  @Test
  void headerByHand() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(128 + 24, bytes.length);
    String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
    assertEquals(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", header.stripTrailing());
    assertEquals('\n', header.charAt(117));
    assertEquals(118, bytes[8]);
    assertEquals(2f, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(132));
  }

  @Test
  void readsWhatItWrites() throws IOException {
    Path file = folder.resolve("b.npy");
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.37f - 5;
    }
    values[7] = Float.NaN;
    NpyFile.write(file, values, 4, 100, 100);
    NpyFile.Array back = NpyFile.read(file);
    assertArrayEquals(values, back.values());
    assertArrayEquals(new int[] {4, 100, 100}, back.shape());
    NpyFile.write(file, new float[] {3});
    assertArrayEquals(new int[0], NpyFile.read(file).shape());
    NpyFile.write(file, new float[0], 0, 5);
    assertArrayEquals(new int[] {0, 5}, NpyFile.read(file).shape());
    NpyFile.write(file, new float[] {1, 2}, 2);
    assertArrayEquals(new int[] {2}, NpyFile.read(file).shape());
  }

  @Test
  void readsDoublesNarrowed() throws IOException {
    byte[] data = new byte[16];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putDouble(1.5).putDouble(-2.25);
    NpyFile.Array array =
        NpyFile.read(raw("{'descr':'<f8','fortran_order':False,'shape':(2,),}\n", data));
    assertArrayEquals(new float[] {1.5f, -2.25f}, array.values());
  }

  @Test
  void readsWholeNumbersThatFloatsHold() throws IOException {
    byte[] data = new byte[16];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putLong(-7).putLong(1 << 24);
    assertArrayEquals(
        new float[] {-7, 16777216}, NpyFile.read(raw(header("<i8", "False", "2,"), data)).values());
    assertArrayEquals(
        new float[] {-7, -1, 16777216, 0},
        NpyFile.read(raw(header("<i4", "False", "4,"), data)).values());
    data[8] = 1;
    refused("whole number 16777217", raw(header("<i8", "False", "2,"), data));
  }

  @Test
  void refusesWithFileAndReason() throws IOException {
    refused("type <i2", raw(header("<i2", "False", "2,"), new byte[8]));
    refused("column-major", raw(header("<f4", "True", "2,"), new byte[8]));
    refused("shorter", raw(header("<f4", "False", "2000,"), new byte[8]));
    refused("ends before", raw(header("<f4", "False", "3,"), new byte[8]));
    refused("axis", raw(header("<f4", "False", "99999999999,"), new byte[8]));
    refused("too many", raw(header("<f4", "False", "99999, 99999, 7"), new byte[8]));
    refused("no readable shape", raw("{'descr':'<f4','fortran_order':False}", new byte[8]));
    refused("begin", Files.write(folder.resolve("t.npy"), new byte[] {1, 2, 3}));
    byte[] version = Files.readAllBytes(raw(header("<f4", "False", "2,"), new byte[8]));
    version[6] = 9;
    refused("version 9", Files.write(folder.resolve("t.npy"), version));
    byte[] cut =
        Arrays.copyOf(Files.readAllBytes(raw(header("<f4", "False", "2,"), new byte[8])), 30);
    refused("inside its header", Files.write(folder.resolve("t.npy"), cut));
    Path file = folder.resolve("w.npy");
    assertThrows(IllegalArgumentException.class, () -> NpyFile.write(file, new float[3], 2, 2));
    assertThrows(IllegalArgumentException.class, () -> NpyFile.write(file, new float[1], -1, -1));
  }

  private static String header(String type, String fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n"
        .formatted(type, fortran, shape);
  }

  private static void refused(String reason, Path file) {
    String message = assertThrows(IOException.class, () -> NpyFile.read(file)).toString();
    assertTrue(message.contains(reason) && message.contains(file.toString()), message);
  }
}

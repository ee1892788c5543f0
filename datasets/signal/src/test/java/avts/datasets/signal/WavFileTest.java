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

class WavFileTest {
  @TempDir private Path folder;

  /** A WAV file of the given coding whose data chunk claims {@code claimed} bytes. */
  private Path file(int code, int channels, int bits, byte[] data, int claimed) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(200 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(ascii("RIFF")).putInt(0).put(ascii("WAVE"));
    // An unknown chunk of odd length, padded, before the format.
    bytes.put(ascii("note")).putInt(3).put(new byte[] {1, 2, 3, 0});
    bytes.put(ascii("fmt ")).putInt(16).putShort((short) code).putShort((short) channels);
    bytes.putInt(8000).putInt(77).putShort((short) 99).putShort((short) bits);
    bytes.put(ascii("data")).putInt(claimed).put(data);
    return write(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a file.wav"), bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void integersByHand() throws IOException {
    WavFile eight = WavFile.read(file(1, 1, 8, bytes(128, 0, 255), 3));
    assertEquals(8000, eight.sampleRate());
    assertArrayEquals(new float[] {0, -1, 127 / 128f}, eight.samples());
    assertArrayEquals(
        new float[] {0.5f, -1}, WavFile.read(file(1, 1, 16, bytes(0, 0x40, 0, 0x80), 4)).samples());
    assertArrayEquals(
        new float[] {0.5f, -1, -1 / 8_388_608f},
        WavFile.read(file(1, 1, 24, bytes(0, 0, 0x40, 0, 0, 0x80, 255, 255, 255), 9)).samples());
    assertArrayEquals(
        new float[] {0.5f, -1},
        WavFile.read(file(1, 1, 32, bytes(0, 0, 0, 0x40, 0, 0, 0, 0x80), 8)).samples());
  }

  @Test
  void floatsByHand() throws IOException {
    byte[] data = new byte[12];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(0.25f).putDouble(4, -0.75);
    assertArrayEquals(
        new float[] {0.25f}, WavFile.read(file(3, 1, 32, Arrays.copyOf(data, 4), 4)).samples());
    assertArrayEquals(
        new float[] {-0.75f},
        WavFile.read(file(3, 1, 64, Arrays.copyOfRange(data, 4, 12), 8)).samples());
  }

  @Test
  void channelsAreAveraged() throws IOException {
    assertArrayEquals(
        new float[] {0.25f, -0.5f},
        WavFile.read(file(1, 2, 16, bytes(0, 0x40, 0, 0, 0, 0x80, 0, 0), 8)).samples());
  }

  @Test
  void extensibleFormatNamesItsCodingInside() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(ascii("RIFF")).putInt(0).put(ascii("WAVEfmt ")).putInt(40);
    bytes.putShort((short) 0xFFFE).putShort((short) 1).putInt(16_000).putInt(0);
    bytes.putShort((short) 4).putShort((short) 32).putShort((short) 22).putShort((short) 32);
    bytes.putInt(0).putShort((short) 3).put(new byte[14]);
    bytes.put(ascii("data")).putInt(4).putFloat(0.125f);
    WavFile wav = WavFile.read(write(bytes.array()));
    assertEquals(16_000, wav.sampleRate());
    assertArrayEquals(new float[] {0.125f}, wav.samples());
  }

  @Test
  void headersThatLieAreReadToTheEndOfTheFile() throws IOException {
    byte[] data = bytes(0, 0x40, 0, 0x20, 7);
    float[] expected = {0.5f, 0.25f};
    for (int claimed : new int[] {0, -1, 1 << 30}) {
      assertArrayEquals(expected, WavFile.read(file(1, 1, 16, data, claimed)).samples());
    }
    assertArrayEquals(new float[] {0.5f}, WavFile.read(file(1, 1, 16, data, 3)).samples());
  }

  @Test
  void writtenFilesReadBackWithinHalfAStep() throws IOException {
    float[] samples = new float[1001];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.99 * Math.sin(i * 0.1));
    }
    Path file = folder.resolve("out.wav");
    WavFile.write(file, samples, 22_050);
    WavFile back = WavFile.read(file);
    assertEquals(22_050, back.sampleRate());
    assertArrayEquals(samples, back.samples(), 0.5f / 32_768 + 1e-7f);
    assertEquals(44 + 2002, Files.size(file));
    WavFile.write(file, new float[] {2, -2, Float.NaN}, 8000);
    assertArrayEquals(new float[] {32_767 / 32_768f, -1, 0}, WavFile.read(file).samples());
  }

  @Test
  void refusesWithFileAndReason() throws IOException {
    refused("does not begin", ascii("this is a text file named .wav"));
    refused("too short", new byte[0]);
    refused("no data chunk", Arrays.copyOf(Files.readAllBytes(file(1, 1, 16, bytes(), 0)), 48));
    refused("0 channels", Files.readAllBytes(file(1, 0, 16, bytes(1, 2), 2)));
    refused("encoding 2 ", Files.readAllBytes(file(2, 1, 4, bytes(1, 2), 2)));
    refused("encoding 1 with 12", Files.readAllBytes(file(1, 1, 12, bytes(1, 2), 2)));
    byte[] formatLost = Files.readAllBytes(file(1, 1, 16, bytes(1, 2), 2));
    formatLost[24] = 'x';
    refused("no format chunk", formatLost);
    byte[] noRate = Files.readAllBytes(file(1, 1, 16, bytes(1, 2), 2));
    noRate[36] = 0;
    noRate[37] = 0;
    refused("sample rate", noRate);
    assertThrows(IOException.class, () -> WavFile.read(folder.resolve("absent.wav")));
    assertThrows(
        IllegalArgumentException.class,
        () -> WavFile.write(folder.resolve("x.wav"), new float[1], 0));
  }

  private void refused(String reason, byte[] content) throws IOException {
    Path file = write(content);
    String message = assertThrows(IOException.class, () -> WavFile.read(file)).toString();
    assertTrue(message.contains(reason) && message.contains("a file.wav"), message);
  }
}

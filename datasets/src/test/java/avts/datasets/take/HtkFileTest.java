package avts.datasets.take;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameter files of known bytes, and what is refused. */
class HtkFileTest {
  private static final int MFCC_E_D = 6 + 0x40 + 0x100;

  @TempDir Path folder;

  /** Two vectors of three values every 20 ms. */
  private static ByteBuffer bytes(int kind) {
    ByteBuffer buffer = ByteBuffer.allocate(12 + 2 * 3 * 4);
    buffer.putInt(2).putInt(200_000).putShort((short) 12).putShort((short) kind);
    for (float value : new float[] {1, -2, 0.5f, 4, 5, -6.25f}) {
      buffer.putFloat(value);
    }
    return buffer;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("A1_Anya.mfcc"), bytes);
  }

  private String refusal(byte[] bytes) throws IOException {
    Path file = file(bytes);
    String message =
        String.valueOf(assertThrows(TakeException.class, () -> HtkFile.read(file)).getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    return message;
  }

  @Test
  void readsKnownBytes() throws IOException {
    HtkFile read = HtkFile.read(file(bytes(MFCC_E_D).array()));
    assertEquals("MFCC_E_D", read.kind());
    assertEquals(2, read.track().vectors());
    assertEquals(3, read.track().dimensions());
    assertEquals(0.02, read.track().stepSeconds(), 1e-12);
    assertArrayEquals(new float[] {1, -2, 0.5f, 4, 5, -6.25f}, read.track().values());
    assertEquals(
        "FBANK_D_A_0", HtkFile.read(file(bytes(7 + 0x100 + 0x200 + 0x2000).array())).kind());
  }

  @Test
  void refusesOtherLengths() throws IOException {
    byte[] whole = bytes(MFCC_E_D).array();
    assertTrue(refusal(Arrays.copyOf(whole, 30)).contains("makes 36 bytes, and there are 30"));
    assertTrue(refusal(Arrays.copyOf(whole, 37)).contains("is too long"));
    assertTrue(refusal(Arrays.copyOf(whole, 11)).contains("has 11 bytes"));
    assertTrue(refusal(new byte[0]).contains("has 0 bytes"));
  }

  @Test
  void refusesKindsThatAreNoFloats() throws IOException {
    String compressed = refusal(bytes(MFCC_E_D + 0x400).array());
    assertTrue(compressed.contains("MFCC_E_D_C"), compressed);
    assertTrue(compressed.contains("SAVECOMPRESSED = F"), compressed);
    assertTrue(refusal(bytes(MFCC_E_D + 0x1000).array()).contains("MFCC_E_D_K"));
    assertTrue(refusal(bytes(0).array()).contains("WAVEFORM"));
    assertTrue(refusal(bytes(20).array()).contains("no kind of parameter 20"));
  }

  @Test
  void refusesTextOtherByteOrderAndNoNumbers() throws IOException {
    assertTrue(refusal("this is no parameter file".getBytes(UTF_8)).contains("no HTK"));
    byte[] little =
        ByteBuffer.allocate(36)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(2)
            .putInt(200_000)
            .putShort((short) 12)
            .putShort((short) MFCC_E_D)
            .array();
    assertTrue(refusal(little).contains("little-endian"));
    byte[] nan = bytes(MFCC_E_D).putFloat(12 + 4 * 4, Float.NaN).array();
    assertTrue(refusal(nan).contains("value 1 of vector 1 is NaN"));
  }
}

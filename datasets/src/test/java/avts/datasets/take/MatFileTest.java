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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both levels of MATLAB files, and broken ones. */
class MatFileTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("A1_Anya-lips.mat"), bytes);
  }

  private String refusal(byte[] bytes) throws IOException {
    Path file = file(bytes);
    String message =
        String.valueOf(assertThrows(TakeException.class, () -> LipsFile.read(file)).getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    return message;
  }

  @Test
  void everyLevelAndByteOrderGivesTheSameUprightPictures() throws IOException {
    for (byte[] bytes :
        new byte[][] {
          LipsBytes.level4(5, ByteOrder.LITTLE_ENDIAN),
          LipsBytes.level4(5, ByteOrder.BIG_ENDIAN),
          LipsBytes.level5(5, 0),
          LipsBytes.level5(5, 6)
        }) {
      GrayVideo video = LipsFile.read(file(bytes));
      assertArrayEquals(
          new int[] {5, LipsBytes.HEIGHT, LipsBytes.WIDTH},
          new int[] {video.frames(), video.height(), video.width()});
      assertEquals(25, video.framesPerSecond());
      // Second picture, rows of 4: 100 101 102 103, 110 111 112 113, 120 ...
      assertArrayEquals(
          new float[] {100, 101, 102, 103, 110, 111, 112, 113, 120, 121, 122, 123},
          Arrays.copyOfRange(video.values(), 12, 24));
    }
  }

  @Test
  void theValuesOfLevel4AreOfSixKinds() throws IOException {
    int[] bytes = {8, 4, 4, 2, 2, 1};
    for (int format = 0; format < bytes.length; format++) {
      ByteBuffer buffer = ByteBuffer.allocate(20 + 2 + 2 * bytes[format]);
      buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(10 * format).putInt(2).putInt(1).putInt(0);
      buffer.putInt(2).put((byte) 'x').put((byte) 0);
      switch (format) {
        case 0 -> buffer.putDouble(7).putDouble(-200);
        case 1 -> buffer.putFloat(7).putFloat(-200);
        case 2 -> buffer.putInt(7).putInt(-200);
        case 3, 4 -> buffer.putShort((short) 7).putShort((short) -200);
        default -> buffer.put((byte) 7).put((byte) -200);
      }
      float second = format == 4 ? 65_336 : format == 5 ? 56 : -200;
      assertArrayEquals(
          new float[] {7, second}, MatFile.read(file(buffer.array())).get("x").values());
    }
  }

  @Test
  void refusesWhatIsNoMatlabFile() throws IOException {
    assertTrue(refusal("a text about lips, not pictures".getBytes(UTF_8)).contains("no MATLAB"));
    assertTrue(refusal(new byte[0]).contains("no MATLAB"));
    assertTrue(refusal("MATLAB 7.3 MAT-file, HDF5".getBytes(UTF_8)).contains("'-v7'"));
    assertTrue(refusal("MATLAB 5.0 MAT-file".getBytes(UTF_8)).contains("broken MATLAB file"));
  }

  @Test
  void refusesWhatIsTruncatedOrMissing() throws IOException {
    byte[] whole = LipsBytes.level4(5, ByteOrder.LITTLE_ENDIAN);
    assertTrue(refusal(Arrays.copyOf(whole, 50)).contains("12 x 5 needs 64 bytes, 30 are left"));
    assertTrue(
        refusal(Arrays.copyOf(whole, 90)).contains("no matrix of level 4 begins at byte 84"));
    assertTrue(refusal(Arrays.copyOf(whole, 84)).contains("has no matrix siz; there is vid"));
    assertTrue(refusal(Arrays.copyOf(LipsBytes.level5(5, 0), 200)).contains("level 5"));
  }

  @Test
  void refusesSizesThatDisagreeAndValuesThatAreNoBrightness() throws IOException {
    byte[] bytes = LipsBytes.level4(5, ByteOrder.LITTLE_ENDIAN);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int sizes = bytes.length - 24;
    buffer.putDouble(sizes + 16, 6);
    assertTrue(refusal(bytes).contains("vid is 12 x 5, siz states 6 pictures of 3 x 4"));
    buffer.putDouble(sizes + 16, Double.NaN);
    assertTrue(refusal(bytes).contains("siz(1,3) is NaN"));
    ByteBuffer signed = ByteBuffer.allocate(20 + 4 + 2 * 12 + 20 + 4 + 24);
    signed.order(ByteOrder.LITTLE_ENDIAN).putInt(30).putInt(12).putInt(1).putInt(0).putInt(4);
    signed.put("vid\0".getBytes(UTF_8)).putShort((short) 300).position(48);
    signed.putInt(0).putInt(1).putInt(3).putInt(0).putInt(4).put("siz\0".getBytes(UTF_8));
    signed.putDouble(3).putDouble(4).putDouble(1);
    assertTrue(refusal(signed.array()).contains("vid has the value 300.0"));
  }

  @Test
  void brokenBytesAreRefusedOrReadButNeverCrash() throws IOException {
    Random random = new Random(7);
    int refused = 0;
    for (byte[] whole :
        new byte[][] {
          LipsBytes.level4(5, ByteOrder.LITTLE_ENDIAN),
          LipsBytes.level5(5, 0),
          LipsBytes.level5(5, 6)
        }) {
      for (int i = 0; i < 300; i++) {
        byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(3));
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Path file = file(bytes);
        try {
          LipsFile.read(file);
        } catch (TakeException e) {
          refused++;
        }
      }
    }
    assertTrue(refused > 100, refused + " refused");
  }
}

package avts.pretrain.checkpoint;

import static avts.pretrain.testing.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("two.safetensors");
    float[] vector = {9, 1, -2, 0.5f, 7};
    Safetensors.write(
        file,
        List.of(
            new NamedTensor("a", List.of(3, 1), vector, 1),
            new NamedTensor("b", List.of(), vector, 4)),
        Map.of("format", "pt"));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) bytes.getLong();
    assertEquals(0, headerBytes % 8);
    byte[] header = new byte[headerBytes];
    bytes.get(header);
    assertEquals(
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[3,1],\"data_offsets\":[0,12]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[12,16]}}",
        new String(header, UTF_8).stripTrailing());
    for (float expected : new float[] {1, -2, 0.5f, 7}) {
      assertEquals(expected, bytes.getFloat());
    }
    assertEquals(0, bytes.remaining());
  }

  @Test
  void readsBackBitForBitAcrossBufferBorders() throws IOException {
    Path file = folder.resolve("large.safetensors");
    float[] vector = new float[70_001];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Float.intBitsToFloat(random.nextInt() & 0x7f7fffff);
    }
    Safetensors.write(
        file,
        List.of(
            new NamedTensor("video.conv.weight", List.of(3, 6667), vector, 0),
            new NamedTensor("empty", List.of(0, 4), vector, 0),
            new NamedTensor("ünïcode.weight", List.of(50_000), vector, 20_001)),
        Map.of());
    float[] back = new float[70_001];
    back[20_001 - 1] = 0;
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertEquals(3, reader.entries().size());
      assertEquals(
          new SafetensorsReader.Entry("video.conv.weight", "F32", List.of(3, 6667), 0, 80_004),
          reader.entries().get("video.conv.weight"));
      reader.read("video.conv.weight", back, 0);
      reader.read("ünïcode.weight", back, 20_001);
      reader.read("empty", back, 70_001);
    }
    assertArrayEquals(vector, back);
  }

  private static void open(Path file) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      reader.metadata();
    }
  }

  private Path raw(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    return Files.write(folder.resolve("raw.safetensors"), bytes.array());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"a\":",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8.0]}}",
        "{\"a\":{\"dtype\":\"C99\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
      })
  void refusesHeadersThatDoNotFitTheFile(String header) throws IOException {
    Path file = raw(header, 8);
    assertRefused(IOException.class, "raw.safetensors", () -> open(file));
  }

  @Test
  void refusesCutOffFilesAndForeignTypes() throws IOException {
    Path good = raw("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
    byte[] bytes = Files.readAllBytes(good);
    for (int length = 0; length < bytes.length; length++) {
      Path cut = folder.resolve("cut");
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      assertThrows(IOException.class, () -> open(cut));
    }
    Path half = raw("{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}", 8);
    try (SafetensorsReader reader = SafetensorsReader.open(half)) {
      assertThrows(IOException.class, () -> reader.read("a", new float[4], 0));
      assertThrows(IOException.class, () -> reader.read("b", new float[4], 0));
    }
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    NamedTensor tensor = new NamedTensor("a", List.of(1), new float[1], 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> Safetensors.write(folder.resolve("x"), List.of(tensor, tensor), Map.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new NamedTensor("a", List.of(2), new float[2], 1));
  }
}

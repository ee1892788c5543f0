package avts.pretrain.exchange;

import static avts.pretrain.testing.Refusals.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken from a state dict, and what is refused. */
final class TorchvisionFileTest {
  private static final String STEM = "stem.0.weight";
  private static final String MEAN = "stem.1.running_mean";
  private static final String VARIANCE = "stem.1.running_var";
  private static final String SECOND = "layer2.0.conv1.0.weight";

  /** A network of four arrays and an audio encoder, in the order of a flat vector. */
  private static final List<ParameterInfo> INFOS =
      List.of(
          info("audio.conv1.weight", 0, 2),
          info("video." + STEM, 2, 2, 1),
          info("video." + MEAN, 4, 2),
          info("video." + VARIANCE, 6, 2),
          info("video." + SECOND, 8, 1, 1, 1, 1, 1));

  private static final int LENGTH = 9;

  @TempDir Path folder;

  private static ParameterInfo info(String name, int offset, Integer... shape) {
    return new ParameterInfo(name, List.of(shape), ParameterInfo.Role.WEIGHT, offset);
  }

  /** The arrays of a good file by name, to be changed by a test. */
  private static Map<String, NamedTensor> good() {
    Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    put(tensors, STEM, List.of(2, 1), 1, 2);
    put(tensors, MEAN, List.of(2), -3, 4);
    put(tensors, VARIANCE, List.of(2), 0, 6);
    put(tensors, SECOND, List.of(1, 1, 1, 1, 1), 7);
    return tensors;
  }

  private static void put(
      Map<String, NamedTensor> tensors, String name, List<Integer> shape, float... values) {
    tensors.put(name, new NamedTensor(name, shape, values, 0));
  }

  private Path write(Map<String, NamedTensor> tensors) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Files.deleteIfExists(file);
    Safetensors.write(file, List.copyOf(tensors.values()), Map.of());
    return file;
  }

  private static float[] read(Path file) throws IOException {
    float[] vector = new float[LENGTH];
    try (TorchvisionFile weights = TorchvisionFile.open(file, TorchvisionNetwork.MC3_18, INFOS)) {
      weights.read(INFOS, vector);
      weights.head();
    }
    return vector;
  }

  private static String refusal(Path file) {
    return message(StateDictException.class, () -> read(file));
  }

  private String refusal(Map<String, NamedTensor> tensors) throws IOException {
    return refusal(write(tensors));
  }

  private static void assertSays(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void namesLoseThePrefixAndOtherTowersAreLeftAlone() throws IOException {
    assertArrayEquals(new float[] {0, 0, 1, 2, -3, 4, 0, 6, 7}, read(write(good())));
  }

  @Test
  void theHeadIsKeptAndCountersAreIgnored() throws IOException {
    Map<String, NamedTensor> tensors = good();
    put(tensors, "stem.1.num_batches_tracked", List.of(), 7);
    put(tensors, "fc.weight", List.of(3, 512), new float[3 * 512]);
    put(tensors, "fc.bias", List.of(3), 1, 2, 3);
    try (TorchvisionFile weights =
        TorchvisionFile.open(write(tensors), TorchvisionNetwork.MC3_18, INFOS)) {
      assertEquals(3, weights.classes());
      List<NamedTensor> head = weights.head();
      assertEquals("video.fc.weight", head.get(0).name());
      assertEquals(List.of(3, 512), head.get(0).shape());
      assertArrayEquals(new float[] {1, 2, 3}, head.get(1).values());
    }
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    Map<String, NamedTensor> tensors = good();
    tensors.remove(MEAN);
    put(tensors, STEM, List.of(1, 2), 1, 2);
    put(tensors, "layer9.weight", List.of(1), 1);
    put(tensors, "layer9.num_batches_tracked", List.of(), 1);
    assertSays(
        refusal(tensors),
        "weights.safetensors is no state dict of mc3-18:",
        STEM + " should have shape [2, 1] and has [1, 2]",
        MEAN + " is missing, shape [2]",
        "layer9.weight is unknown",
        "layer9.num_batches_tracked is unknown");
  }

  @Test
  void onlyTheFirstProblemsAreListed() throws IOException {
    Map<String, NamedTensor> tensors = good();
    for (int i = 0; i < 8; i++) {
      put(tensors, "more." + i, List.of(1), 1);
    }
    assertSays(refusal(tensors), "more.4 is unknown; and 3 more");
  }

  @Test
  void headsMustBeWholeAndFit() throws IOException {
    Map<String, NamedTensor> tensors = good();
    put(tensors, "fc.bias", List.of(3), 1, 2, 3);
    assertSays(refusal(tensors), "fc.weight is missing, shape [3, 512]");
    put(tensors, "fc.weight", List.of(3, 5), new float[15]);
    assertSays(refusal(tensors), "fc.weight should have shape [3, 512] and has [3, 5]");
    tensors.remove("fc.bias");
    put(tensors, "fc.weight", List.of(400, 512), new float[400 * 512]);
    assertSays(refusal(tensors), "fc.bias is missing, shape [400]");
  }

  @ParameterizedTest
  @CsvSource({"3, r3d-18", "1, ''"})
  void anotherNetworkIsRecognised(int depth, String other) throws IOException {
    Map<String, NamedTensor> tensors = good();
    tensors.remove(STEM);
    put(tensors, SECOND, List.of(1, 1, depth, 1, 1), new float[depth]);
    assertSays(
        refusal(tensors),
        "is no state dict of mc3-18" + (other.isEmpty() ? ":" : ", it looks like " + other + ":"));
  }

  @Test
  void theFactorisedNetworkIsRecognised() throws IOException {
    Map<String, NamedTensor> tensors = good();
    put(tensors, "stem.3.weight", List.of(1), 1);
    assertSays(refusal(tensors), "it looks like r2plus1d-18:", "stem.3.weight is unknown");
  }

  @ParameterizedTest
  @CsvSource({"module., take module. off its names", "video., needs no import"})
  void prefixesAreRecognised(String prefix, String phrase) throws IOException {
    Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    good().forEach((name, tensor) -> put(tensors, prefix + name, tensor.shape(), tensor.values()));
    assertSays(refusal(tensors), phrase);
  }

  @Test
  void valuesMustBeNumbersAndVariancesNotNegative() throws IOException {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Map<String, NamedTensor> tensors = good();
      put(tensors, MEAN, List.of(2), 1, wrong);
      assertSays(
          refusal(tensors), MEAN + " should hold finite numbers and has " + wrong, "index 1");
    }
    Map<String, NamedTensor> tensors = good();
    put(tensors, VARIANCE, List.of(2), -1, 1);
    assertSays(refusal(tensors), VARIANCE + " should hold finite numbers from 0 on and has -1.0");
  }

  /** A header and bytes as another program would write them. */
  private Path raw(String dtype, String shape, ByteBuffer values) throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}"
            .formatted(dtype, shape, values.capacity());
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + values.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).put(values.rewind());
    return Files.write(folder.resolve(dtype), bytes.array());
  }

  private static float[] one(Path file, int length) throws IOException {
    List<ParameterInfo> infos = List.of(info("video.a", 0, length));
    float[] vector = new float[length];
    try (TorchvisionFile weights = TorchvisionFile.open(file, TorchvisionNetwork.MC3_18, infos)) {
      weights.read(infos, vector);
    }
    return vector;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void otherTypesOfNumbersAreConverted() throws IOException {
    // 1, -2, 65504 (largest), 2^-24 (smallest), 1/3 to ten bits, -0.
    ByteBuffer halves = buffer(12);
    for (int bits : new int[] {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x3555, 0x8000}) {
      halves.putShort((short) bits);
    }
    assertArrayEquals(
        new float[] {1, -2, 65504, 0x1p-24f, 1365 / 4096f, -0f}, one(raw("F16", "[6]", halves), 6));
    ByteBuffer shortened = buffer(4).putShort((short) 0x3F80).putShort((short) 0xC049);
    assertArrayEquals(new float[] {1, -3.140625f}, one(raw("BF16", "[2]", shortened), 2));
    ByteBuffer doubles = buffer(16).putDouble(0.1).putDouble(-1e-3);
    assertArrayEquals(new float[] {0.1f, -1e-3f}, one(raw("F64", "[2]", doubles), 2));
  }

  @Test
  void numbersThatAreNoFloatsAreRefused() throws IOException {
    Path whole = raw("I64", "[1]", buffer(8).putLong(1));
    assertSays(
        message(StateDictException.class, () -> one(whole, 1)), "a should be F32 and is I64");
    Path large = raw("F64", "[1]", buffer(8).putDouble(1e300));
    assertSays(message(StateDictException.class, () -> one(large, 1)), "a should hold finite");
    Path infinite = raw("F16", "[2]", buffer(4).putShort((short) 0x7C00).putShort((short) 0x7C01));
    assertSays(message(StateDictException.class, () -> one(infinite, 2)), "has Infinity");
  }

  @Test
  void filesOfTorchSaveAreTold() throws IOException {
    for (byte[] begin : List.of(new byte[] {'P', 'K', 3, 4}, new byte[] {(byte) 0x80, 2, 0, 0})) {
      Path file = Files.write(folder.resolve("model.pth"), Arrays.copyOf(begin, 100));
      assertSays(refusal(file), "model.pth is a file of torch.save");
    }
  }

  @Test
  void cutOffFilesAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(write(good()));
    for (int length : new int[] {0, 7, 20, bytes.length - 1}) {
      Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
      assertSays(message(IOException.class, () -> read(file)), "cut");
    }
    byte[] huge = new byte[16];
    huge[5] = 1; // 2^40, little endian
    Path file = Files.write(folder.resolve("huge"), huge);
    assertSays(message(IOException.class, () -> read(file)), "a header of 1099511627776 bytes");
  }

  private static NetworkConfig network(Arch arch, double width, int stride, int steps) {
    return new NetworkConfig(
        new NetworkConfig.Video(arch, width, true, stride),
        new NetworkConfig.Audio(1, 1),
        new NetworkConfig.Head(8, 8, steps),
        1e-5);
  }

  private static InputShape input(int channels) {
    return new InputShape(channels, 16, 112, 112, 40, 99);
  }

  @ParameterizedTest
  @EnumSource(TorchvisionNetwork.class)
  void configurationsMustDescribeTheNetwork(TorchvisionNetwork network) {
    Arch arch = Arch.valueOf(network.name());
    network.require(network(arch, 1, 2, 2), input(3));
    List<String> messages = new ArrayList<>();
    for (NetworkConfig wrong :
        List.of(network(Arch.MC2_18, 1, 2, 1), network(arch, 0.5, 2, 1), network(arch, 1, 4, 1))) {
      messages.add(message(IllegalArgumentException.class, () -> network.require(wrong, input(3))));
    }
    messages.add(
        message(
            IllegalArgumentException.class,
            () -> network.require(network(arch, 1, 2, 1), input(1))));
    assertSays(messages.get(1), "network.video.width must be 1.0 for " + network.label());
    assertSays(messages.get(3), "clip.channels must be 3 for " + network.label() + ", got 1");
  }

  /** 16 frames leave 2 after three stages of step 2; mixed convolutions keep all 16. */
  @Test
  void timeStepsMustNotChangeTheStrides() {
    TorchvisionNetwork.MC3_18.require(network(Arch.MC3_18, 1, 2, 16), input(3));
    assertSays(
        message(
            IllegalArgumentException.class,
            () -> TorchvisionNetwork.R3D_18.require(network(Arch.R3D_18, 1, 2, 3), input(3))),
        "network.head.time_steps must be at most the 2 frames that r3d-18 leaves");
    assertThrows(
        IllegalArgumentException.class,
        () -> TorchvisionNetwork.MC3_18.require(network(Arch.MC3_18, 1, 2, 17), input(3)));
  }
}

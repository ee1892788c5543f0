package avts.pretrain.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.Parameters.Entry;
import avts.pretrain.graph.ops.BinAverage;
import avts.pretrain.graph.ops.BinAverage.Bins;
import avts.pretrain.graph.ops.BinAverage.TimeAxis;
import avts.pretrain.model.NetworkConfig.Arch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class NetworkTest {

  private static final InputShape INPUT = new InputShape(3, 16, 112, 112, 40, 99);

  private static Parameters video(Arch arch, double width, boolean residual, int classes) {
    SameDiff graph = SameDiff.create();
    Layers layers = new Layers(new Parameters(graph, DataType.FLOAT), Statistics.RUNNING, 1e-5);
    VideoEncoder encoder =
        new VideoEncoder(new NetworkConfig.Video(arch, width, residual, 2), INPUT, 1);
    SDVariable clip = graph.placeHolder("clip", DataType.FLOAT, -1, 3, 16, 112, 112);
    SDVariable maps = encoder.build(layers, clip).output();
    if (classes > 0) {
      SDVariable rows = BinAverage.of(maps, new Bins(1, 1, TimeAxis.FIRST, 1));
      layers.linear("video.fc", rows, new Channels(encoder.outputChannels(), classes));
    }
    return layers.parameters();
  }

  private static Map<String, List<Long>> shapes(Parameters parameters) {
    return parameters.entries().stream().collect(Collectors.toMap(Entry::name, Entry::shape));
  }

  /** The counts that torchvision states, with its head of 400 classes. */
  @ParameterizedTest
  @CsvSource({"MC3_18, 11695440", "R3D_18, 33371472", "R2PLUS1D_18, 31505325"})
  void parameterCountsAreTorchvisions(Arch arch, int expected) {
    int count = video(arch, 1, true, 400).trained().stream().mapToInt(Entry::size).sum();
    assertEquals(expected, count);
  }

  /**
   * MC2 layer by layer (3D in the stem alone), which torchvision does not have; the model table of
   * VMZ, the code of its authors, says 11.4 million.
   */
  @Test
  void mc2HasTheCountOfItsLayerTable() {
    int stem = 64 * 3 * 3 * 7 * 7 + norm(64);
    int layer1 = 4 * (64 * 64 * 9 + norm(64));
    int expected = stem + layer1 + stage(64, 128) + stage(128, 256) + stage(256, 512) + 513 * 400;
    assertEquals(11_400_528, expected);
    Parameters mc2 = video(Arch.MC2_18, 1, true, 400);
    assertEquals(expected, mc2.trained().stream().mapToInt(Entry::size).sum());
    assertEquals(List.of(64L, 64L, 1L, 3L, 3L), shapes(mc2).get("video.layer1.0.conv1.0.weight"));
  }

  /** Two basic blocks of 1x3x3 convolutions, the first one with a 1x1x1 shortcut. */
  private static int stage(int in, int out) {
    return in * out * 9 + 3 * (out * out * 9) + in * out + 5 * norm(out);
  }

  /** Scale and shift. */
  private static int norm(int channels) {
    return 2 * channels;
  }

  @Test
  void namesAndShapesAreTorchvisions() {
    Map<String, List<Long>> mc3 = shapes(video(Arch.MC3_18, 1, true, 0));
    assertEquals(List.of(64L, 3L, 3L, 7L, 7L), mc3.get("video.stem.0.weight"));
    assertEquals(List.of(64L, 64L, 3L, 3L, 3L), mc3.get("video.layer1.1.conv2.0.weight"));
    assertEquals(List.of(128L, 64L, 1L, 3L, 3L), mc3.get("video.layer2.0.conv1.0.weight"));
    assertEquals(List.of(128L, 64L, 1L, 1L, 1L), mc3.get("video.layer2.0.downsample.0.weight"));
    assertEquals(List.of(512L), mc3.get("video.layer4.1.conv2.1.running_var"));
    Map<String, List<Long>> factored = shapes(video(Arch.R2PLUS1D_18, 1, true, 0));
    assertEquals(List.of(45L, 3L, 1L, 7L, 7L), factored.get("video.stem.0.weight"));
    assertEquals(List.of(64L, 45L, 3L, 1L, 1L), factored.get("video.stem.3.weight"));
    // 64 * 64 * 27 / (64 * 9 + 3 * 64) = 144, 64 * 128 * 27 / (64 * 9 + 3 * 128) = 230
    assertEquals(List.of(144L, 64L, 1L, 3L, 3L), factored.get("video.layer1.0.conv1.0.0.weight"));
    assertEquals(List.of(230L, 64L, 1L, 3L, 3L), factored.get("video.layer2.0.conv1.0.0.weight"));
    assertEquals(List.of(128L, 230L, 3L, 1L, 1L), factored.get("video.layer2.0.conv2.0.3.weight"));
  }

  @Test
  void withoutShortcutsThereIsNoDownsampling() {
    assertTrue(
        shapes(video(Arch.MC3_18, 1, false, 0)).keySet().stream()
            .noneMatch(name -> name.contains("downsample")));
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void narrowNetworksKeepMultiplesOfEight(Arch arch) {
    Map<String, List<Long>> shapes = shapes(video(arch, 0.125, false, 0));
    String last = arch == Arch.R2PLUS1D_18 ? "conv2.0.3.weight" : "conv2.0.weight";
    assertEquals(8, channels(shapes, "video.layer1.0." + last));
    assertEquals(64, channels(shapes, "video.layer4.1." + last));
  }

  private static long channels(Map<String, List<Long>> shapes, String name) {
    List<Long> shape = shapes.get(name);
    assertNotNull(shape, name);
    return shape.get(0);
  }

  @Test
  void widthsRoundSanely() {
    assertEquals(45, NetworkConfig.scaled(45, 1));
    assertEquals(24, NetworkConfig.scaled(192, 0.125));
    assertEquals(16, NetworkConfig.scaled(64, 0.25));
    assertEquals(2, NetworkConfig.scaled(64, 0.03));
    assertEquals(1, NetworkConfig.scaled(4, 0.01));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new NetworkConfig.Video(Arch.MC3_18, 0, true, 2));
    assertThrows(IllegalArgumentException.class, () -> new NetworkConfig.Head(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new InputShape(3, 25, 0, 48, 40, 99));
  }
}

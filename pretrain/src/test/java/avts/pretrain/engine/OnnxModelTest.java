package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.engine.PerceptronShape.Activation;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import avts.pretrain.model.SegmentShape;
import avts.pretrain.model.SegmentShape.Aggregation;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.testing.Formula;
import avts.pretrain.testing.OnnxRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our models run by ONNX Runtime give what our engine gives. */
class OnnxModelTest {
  private static final float TOLERANCE = 1e-4f;

  /** Lengths at which the networks below step as they do at the first. */
  private static final int[][] FRAMES_AND_WINDOWS = {{8, 24}, {7, 25}, {6, 27}};

  private static InputShape input(int frames, int windows) {
    return new InputShape(3, frames, 11, 14, 13, windows);
  }

  private static SameDiffEngine engine(NetworkConfig network, InputShape input) {
    SameDiffEngine engine =
        new SameDiffEngine(
            SameDiffEngine.Model.training(
                network, SmallModels.loss(LossConfig.Kind.MARGIN), input));
    engine.load(Formula.vector(engine.parameters()), Formula.vector(engine.statistics()));
    return engine;
  }

  private static long[] shape(Tower tower, InputShape input, int clips) {
    return tower == Tower.VIDEO
        ? new long[] {clips, 3, input.frames(), input.height(), input.width()}
        : new long[] {clips, 1, input.filters(), input.windows()};
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(SmallModels.network(Arch.MC2_18, false, 1)),
        Arguments.of(SmallModels.network(Arch.MC3_18, true, 2)),
        Arguments.of(SmallModels.network(Arch.R3D_18, false, 2)),
        Arguments.of(SmallModels.network(Arch.R3D_18, true, 1)),
        Arguments.of(SmallModels.network(Arch.R2PLUS1D_18, true, 2)),
        Arguments.of(SmallModels.network(Arch.FRAME_2D, true, 1)),
        Arguments.of(
            new NetworkConfig(
                new NetworkConfig.Video(Arch.MC3_18, 0.05, true, 1),
                new NetworkConfig.Audio(0.1, 2),
                new NetworkConfig.Head(6, 5, 3),
                1e-5)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void modelsOfAnyBatchAndLengthGiveWhatTheEngineGives(NetworkConfig network) {
    int[] first = FRAMES_AND_WINDOWS[0];
    try (SameDiffEngine exported = engine(network, input(first[0], first[1]))) {
      for (Tower tower : Tower.values()) {
        OnnxModel encoder = exported.encoderModel(tower);
        OnnxModel head = exported.headModel(tower);
        int clips = 1;
        for (int[] lengths : FRAMES_AND_WINDOWS) {
          InputShape input = input(lengths[0], lengths[1]);
          int size = tower == Tower.VIDEO ? input.videoSize() : input.audioSize();
          float[] values = Formula.clips(clips * size);
          long[] shape = shape(tower, input, clips);
          try (SameDiffEngine same = engine(network, input)) {
            boolean video = tower == Tower.VIDEO;
            assertArrayEquals(
                video ? same.encodeVideo(values, clips) : same.encodeAudio(values, clips),
                OnnxRuntime.run(encoder, values, shape),
                TOLERANCE);
            assertArrayEquals(
                video ? same.embedVideo(values, clips) : same.embedAudio(values, clips),
                OnnxRuntime.run(head, values, shape),
                TOLERANCE);
          }
          clips += 2;
        }
      }
    }
  }

  @Test
  void lossesWithoutNormalisationScaleStepsAlike() {
    NetworkConfig network = SmallModels.network(Arch.FRAME_2D, false, 3);
    LossConfig loss =
        new LossConfig(LossConfig.Kind.MARGIN, 0.99, LossConfig.Normalise.NONE, 0.2, false, 7);
    InputShape input = input(8, 24);
    try (SameDiffEngine engine =
        new SameDiffEngine(SameDiffEngine.Model.training(network, loss, input))) {
      engine.load(Formula.vector(engine.parameters()), Formula.vector(engine.statistics()));
      float[] values = Formula.clips(2 * input.audioSize());
      assertArrayEquals(
          engine.embedAudio(values, 2),
          OnnxRuntime.run(engine.headModel(Tower.AUDIO), values, shape(Tower.AUDIO, input, 2)),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"AUDIO,conv1", "AUDIO,conv3", "VIDEO,stem", "VIDEO,layer2"})
  void layersInsideAnEncoderAreAveraged(Tower tower, String layer) {
    InputShape input = input(8, 24);
    int size = tower == Tower.VIDEO ? input.videoSize() : input.audioSize();
    float[] values = Formula.clips(2 * size);
    try (SameDiffEngine engine = engine(SmallModels.network(Arch.MC3_18, true, 2), input)) {
      LayerMaps maps = engine.layer(tower, layer, values, 2);
      float[] means = new float[2 * maps.channels()];
      for (int i = 0; i < maps.values().length; i++) {
        means[i / maps.places()] += maps.values()[i] / maps.places();
      }
      assertArrayEquals(
          means,
          OnnxRuntime.run(engine.layerModel(tower, layer), values, shape(tower, input, 2)),
          TOLERANCE);
      assertThrows(IllegalArgumentException.class, () -> engine.layerModel(tower, "conv9"));
    }
  }

  @Test
  void anEncoderWithAClassifierGivesProbabilities() {
    InputShape input = input(8, 24);
    SameDiffClassifier.Model model =
        new SameDiffClassifier.Model(
            SmallModels.network(Arch.MC3_18, true, 2), input, Tower.AUDIO, Statistics.BATCH);
    try (SameDiffClassifier classifier = SameDiffClassifier.ofClips(model, 4)) {
      classifier.load(
          Formula.vector(classifier.parameters()), Formula.vector(classifier.statistics()));
      float[] values = Formula.clips(3 * input.audioSize());
      assertArrayEquals(
          softmax(classifier.logits(values, 3), 4),
          OnnxRuntime.run(classifier.model(), values, shape(Tower.AUDIO, input, 3)),
          TOLERANCE);
      assertEquals(List.of("batch", "4"), classifier.model().outputs().get(0).shape());
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void aPerceptronGivesProbabilities(Activation activation) {
    PerceptronShape shape = new PerceptronShape(2, 3, List.of(5, 4), 3, activation);
    Dropout dropout = new Dropout(0.2, 0.5, new SplittableRandom(1));
    try (SameDiffPerceptron network = new SameDiffPerceptron(shape, dropout)) {
      network.load(Formula.vector(network.parameters()), new float[0]);
      float[] values = Formula.clips(5 * 6);
      float[] probabilities = OnnxRuntime.run(network.model(), values, 5, 6);
      assertArrayEquals(softmax(network.logits(values, 5), 3), probabilities, TOLERANCE);
      for (int row = 0; row < 5; row++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += probabilities[row * 3 + k];
        }
        assertEquals(1, sum, 1e-5);
      }
    }
  }

  /** Any number of examples, with padding, and one of which no segment counts. */
  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void aNetworkOnSegmentsGivesEmbeddingLogitsAndProbabilities(Aggregation aggregation) {
    int segments = aggregation == Aggregation.NONE ? 1 : 4;
    SegmentShape shape =
        new SegmentShape(
            segments,
            List.of(new SegmentShape.Branch("audio", 6, List.of(7, 5))),
            SegmentShape.Fusion.CONCATENATION,
            3,
            aggregation,
            List.of(4),
            3);
    Dropout dropout = new Dropout(0.2, 0.5, new SplittableRandom(1));
    try (SegmentNetwork network = new SegmentNetwork(shape, null, dropout)) {
      network.load(Formula.vector(network.parameters()), new float[0]);
      for (int n : new int[] {1, 5}) {
        float[] values = Formula.clips(n * segments * 6);
        float[] mask = new float[n * segments];
        for (int i = 0; i < mask.length; i++) {
          int counted = segments == 1 ? 1 : segments - i / segments; // 4, 3, 2, 1, 0
          mask[i] = i % segments < counted ? 1 : 0;
        }
        SegmentOutput expected = network.infer(new SegmentBatch(n, List.of(values), mask));
        Map<String, float[]> found =
            OnnxRuntime.run(
                network.model(),
                List.of(
                    new OnnxRuntime.Array(values, n, segments, 6),
                    new OnnxRuntime.Array(mask, n, segments)));
        assertEquals(List.of("embedding", "logits", "probabilities"), List.copyOf(found.keySet()));
        assertArrayEquals(expected.whole(), found.get("embedding"), TOLERANCE);
        assertArrayEquals(expected.logits(), found.get("logits"), TOLERANCE);
        assertArrayEquals(softmax(expected.logits(), 3), found.get("probabilities"), TOLERANCE);
      }
    }
  }

  @Test
  void networksOfTwoSensesAreNotExported() {
    SegmentShape shape =
        new SegmentShape(
            2,
            List.of(
                new SegmentShape.Branch("audio", 2, List.of(2)),
                new SegmentShape.Branch("video", 2, List.of(2))),
            SegmentShape.Fusion.ATTENTION,
            2,
            Aggregation.MEAN,
            List.of(),
            2);
    Dropout none = new Dropout(0, 0, new SplittableRandom(1));
    try (SegmentNetwork network = new SegmentNetwork(shape, null, none)) {
      assertThrows(IllegalArgumentException.class, network::model);
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytesAndOtherWeightsOthers() {
    NetworkConfig network = SmallModels.network(Arch.MC3_18, false, 1);
    try (SameDiffEngine engine = engine(network, input(8, 24))) {
      byte[] once = engine.encoderModel(Tower.AUDIO).encode(Map.of("b", "2", "a", "1"));
      byte[] again = engine.encoderModel(Tower.AUDIO).encode(Map.of("a", "1", "b", "2"));
      assertArrayEquals(once, again);
      float[] parameters = Formula.vector(engine.parameters());
      for (ParameterInfo info : engine.parameters()) {
        if (info.name().equals("audio.conv1.weight")) {
          parameters[info.offset()] += 1;
        }
      }
      engine.load(parameters, Formula.vector(engine.statistics()));
      byte[] other = engine.encoderModel(Tower.AUDIO).encode(Map.of("a", "1", "b", "2"));
      assertEquals(once.length, other.length);
      assertTrue(!Arrays.equals(once, other));
    }
  }

  private static float[] softmax(float[] logits, int classes) {
    float[] probabilities = new float[logits.length];
    for (int row = 0; row < logits.length; row += classes) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logits[row + k]);
      }
      for (int k = 0; k < classes; k++) {
        probabilities[row + k] = (float) (Math.exp(logits[row + k]) / sum);
      }
    }
    return probabilities;
  }
}

package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.engine.PerceptronShape.Activation;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.model.VideoStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Upper stages of an encoder and layers above them against the two networks they come from. */
class StageClassifierTest {
  private static final int TAKES = 3;
  private static final int STEPS = 2;
  private static final InputShape INPUT = SmallModels.INPUT;

  private final SplittableRandom random = new SplittableRandom(7);

  private static Dropout dropout(double probability) {
    return new Dropout(probability, probability, new SplittableRandom(11));
  }

  private static PerceptronShape head(int features) {
    return new PerceptronShape(STEPS, features, List.of(5), 3, Activation.RELU);
  }

  private SameDiffEngine engine(NetworkConfig network) {
    SameDiffEngine engine =
        new SameDiffEngine(
            SameDiffEngine.Model.training(
                network, SmallModels.loss(LossConfig.Kind.MARGIN), INPUT));
    float[] statistics = engine.initialStatistics(random);
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] += 0.5f * random.nextFloat(); // means other than 0, variances other than 1
    }
    engine.load(engine.initialParameters(random), statistics);
    return engine;
  }

  /** Copies what the engine and the head have under the classifier's names. */
  private static float[] taken(List<ParameterInfo> wanted, List<Known> known) {
    Map<String, float[]> byName = new HashMap<>();
    for (Known part : known) {
      for (ParameterInfo info : part.infos) {
        byName.put(
            info.name(),
            Arrays.copyOfRange(part.values, info.offset(), info.offset() + info.size()));
      }
    }
    float[] vector = new float[ParameterInfo.total(wanted)];
    for (ParameterInfo info : wanted) {
      float[] values = Objects.requireNonNull(byName.get(info.name()), info.name());
      System.arraycopy(values, 0, vector, info.offset(), info.size());
    }
    return vector;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Known(List<ParameterInfo> infos, float[] values) {}

  private static SameDiffStageClassifier.Model model(
      NetworkConfig network, VideoStage first, SameDiffEngine engine) {
    return new SameDiffStageClassifier.Model(
        network,
        INPUT,
        first,
        first
            .below()
            .map(stage -> engine.layerShape(Tower.VIDEO, stage.layer()))
            .orElse(List.of(INPUT.channels(), INPUT.frames(), INPUT.height(), INPUT.width())),
        head(engine.videoFeatureSize()));
  }

  /** The maps of each take's clips, then factors and shifts of each step's features. */
  private static float[] examples(float[] maps, float[] factors, float[] shifts) {
    List<float[]> parts = new ArrayList<>();
    for (int take = 0; take < TAKES; take++) {
      for (float[] all : List.of(maps, factors, shifts)) {
        int size = all.length / TAKES;
        parts.add(Arrays.copyOfRange(all, take * size, (take + 1) * size));
      }
    }
    float[] joined = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  @ParameterizedTest
  @CsvSource({
    "STAGE5, MC3_18, false",
    "STAGE3, R2PLUS1D_18, true",
    "STAGE2, MC3_18, true",
    "STAGE1, MC3_18, false"
  })
  void isTheEncoderWithTheLayersAbove(VideoStage first, Arch arch, boolean residual) {
    NetworkConfig network = SmallModels.network(arch, residual, 1);
    float[] clips = SmallModels.normal(TAKES * STEPS * INPUT.videoSize(), random);
    try (SameDiffEngine engine = engine(network)) {
      int features = engine.videoFeatureSize();
      try (SameDiffPerceptron head = new SameDiffPerceptron(head(features), dropout(0));
          SameDiffStageClassifier stages =
              new SameDiffStageClassifier(model(network, first, engine), dropout(0))) {
        float[] weights = head.initialParameters(random);
        head.load(weights, new float[0]);
        List<Known> known =
            List.of(
                new Known(engine.parameters(), engine.parameterValues()),
                new Known(engine.statistics(), engine.statisticValues()),
                new Known(head.parameters(), weights));
        stages.load(taken(stages.parameters(), known), taken(stages.statistics(), known));
        float[] factors = SmallModels.normal(TAKES * STEPS * features, random);
        float[] shifts = SmallModels.normal(TAKES * STEPS * features, random);
        float[] vectors = engine.encodeVideo(clips, TAKES * STEPS);
        for (int i = 0; i < vectors.length; i++) {
          vectors[i] = vectors[i] * factors[i] + shifts[i];
        }
        float[] maps =
            first
                .below()
                .map(s -> engine.layer(Tower.VIDEO, s.layer(), clips, TAKES * STEPS).values())
                .orElse(clips);
        float[] examples = examples(maps, factors, shifts);
        float[] expected = head.logits(vectors, TAKES);
        assertArrayEquals(expected, stages.logits(examples, TAKES), 1e-4f);
        float[] targets = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        ClassOutput step = stages.step(examples, targets, TAKES);
        assertArrayEquals(expected, step.logits(), 1e-4f);
        assertTrue(
            stages.parameters().stream()
                .allMatch(
                    info -> !info.name().startsWith("video.stem") || first == VideoStage.STAGE1));
        assertThrows(
            IllegalArgumentException.class, () -> stages.step(examples, targets, TAKES - 1));
      }
    }
  }

  @Test
  void theGradientIsTheNumericOneUnderTheSameMasks() {
    NetworkConfig network = SmallModels.network(Arch.MC3_18, false, 1);
    try (SameDiffEngine engine = engine(network)) {
      SameDiffStageClassifier.Model model = model(network, VideoStage.STAGE5, engine);
      int features = engine.videoFeatureSize();
      float[] examples =
          examples(
              SmallModels.normal(TAKES * STEPS * model.mapSize(), random),
              SmallModels.normal(TAKES * STEPS * features, random),
              SmallModels.normal(TAKES * STEPS * features, random));
      float[] targets = {1, 0, 0, 0, 1, 0, 0, 0, 1};
      try (SameDiffStageClassifier first =
          new SameDiffStageClassifier(model, dropout(0.3), DataType.DOUBLE)) {
        float[] weights = SmallModels.normal(ParameterInfo.total(first.parameters()), random);
        float[] statistics = new float[ParameterInfo.total(first.statistics())];
        Arrays.fill(statistics, 1);
        first.load(weights, statistics);
        float[] gradient = first.step(examples, targets, TAKES).step().gradient();
        double largest = 0;
        for (float g : gradient) {
          largest = Math.max(largest, Math.abs(g));
        }
        assertTrue(largest > 1e-3, "the gradient vanishes");
        for (ParameterInfo info : first.parameters()) {
          int index = info.offset() + info.size() / 2;
          float[] moved = weights.clone();
          moved[index] = weights[index] + 1e-4f;
          double upper = moved[index];
          double above = loss(model, moved, statistics, examples, targets);
          moved[index] = weights[index] - 1e-4f;
          double numeric =
              (above - loss(model, moved, statistics, examples, targets)) / (upper - moved[index]);
          assertEquals(
              numeric, gradient[index], 5e-3 * Math.abs(numeric) + 1e-4 * largest, info.name());
        }
      }
    }
  }

  private static double loss(
      SameDiffStageClassifier.Model model,
      float[] weights,
      float[] statistics,
      float[] examples,
      float[] targets) {
    try (SameDiffStageClassifier network =
        new SameDiffStageClassifier(model, dropout(0.3), DataType.DOUBLE)) {
      network.load(weights, statistics);
      return network.step(examples, targets, TAKES).step().loss();
    }
  }
}

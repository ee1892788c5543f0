package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.engine.SameDiffEngine.Model;
import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.loss.LossConfig.Kind;
import avts.pretrain.model.NetworkConfig.Arch;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The gradient of whole networks: numeric against analytic in DOUBLE, then FLOAT against DOUBLE.
 */
class EngineGradientTest {

  private static final int CLIPS = 4;
  private static final double STEP = 1e-6;

  private static Model model(Arch arch, boolean residual, int timeSteps, Kind kind) {
    return Model.training(
        SmallModels.network(arch, residual, timeSteps), SmallModels.loss(kind), SmallModels.INPUT);
  }

  /** Weights away from their first values, so that no gradient is 0 by symmetry. */
  private static float[] weights(SameDiffEngine engine) {
    RandomGenerator generator = new SplittableRandom(5);
    float[] weights = engine.initialParameters(generator);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 0.1f * (float) generator.nextGaussian();
    }
    return weights;
  }

  private static float[] statistics(SameDiffEngine engine) {
    RandomGenerator generator = new SplittableRandom(6);
    float[] statistics = engine.initialStatistics(generator);
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] += 0.5f * (float) generator.nextDouble();
    }
    return statistics;
  }

  private static void checkNumerically(Model model) {
    Batch batch = SmallModels.batch(model.input(), CLIPS, 1);
    try (SameDiffEngine engine = new SameDiffEngine(model, DataType.DOUBLE)) {
      float[] weights = weights(engine);
      float[] statistics = statistics(engine);
      engine.load(weights, statistics);
      float[] gradient = engine.step(batch).gradient();
      double largest = 0;
      for (float g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      assertTrue(largest > 1e-3, "the gradient vanishes");
      for (ParameterInfo info : engine.parameters()) {
        int index = info.offset() + info.size() / 2;
        float[] moved = weights.clone();
        moved[index] = weights[index] + (float) STEP;
        double upper = moved[index];
        engine.load(moved, statistics);
        double above = engine.step(batch).loss();
        moved[index] = weights[index] - (float) STEP;
        double lower = moved[index];
        engine.load(moved, statistics);
        double numeric = (above - engine.step(batch).loss()) / (upper - lower);
        assertEquals(
            numeric, gradient[index], 2e-3 * Math.abs(numeric) + 2e-5 * largest, info.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void everyArchitectureHasTheNumericGradient(Arch arch) {
    checkNumerically(model(arch, true, 1, Kind.MARGIN));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyLossHasTheNumericGradient(Kind kind) {
    checkNumerically(model(Arch.MC3_18, false, 2, kind));
  }

  @Test
  void frozenStatisticsHaveTheNumericGradient() {
    Model model = model(Arch.R3D_18, true, 1, Kind.MARGIN);
    checkNumerically(frozen(model));
  }

  @Test
  void floatGradientEqualsDoubleGradient() {
    for (Kind kind : Kind.values()) {
      Model model = model(Arch.MC3_18, true, 2, kind);
      Batch batch = SmallModels.batch(model.input(), CLIPS, 2);
      float[][] gradients =
          Stream.of(DataType.DOUBLE, DataType.FLOAT)
              .map(
                  type -> {
                    try (SameDiffEngine engine = new SameDiffEngine(model, type)) {
                      engine.load(weights(engine), statistics(engine));
                      return engine.step(batch).gradient();
                    }
                  })
              .toArray(float[][]::new);
      assertEquals(0, relativeDistance(gradients[0], gradients[1]), 1e-3, kind.name());
    }
  }

  private static Model frozen(Model model) {
    return new Model(
        model.network(), model.loss(), model.input(), Statistics.RUNNING, model.engine());
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void oneDnnAgreesWithThePlainPath(Arch arch) {
    for (boolean residual : new boolean[] {true, false}) {
      Model batch = model(arch, residual, 1, Kind.MARGIN);
      for (Model model : List.of(batch, frozen(batch))) {
        PairOutput exact = stepped(model, Convolutions.ND4J, DataType.DOUBLE);
        PairOutput plain = stepped(model, Convolutions.ND4J, DataType.FLOAT);
        PairOutput fast = stepped(model, Convolutions.ONEDNN, DataType.FLOAT);
        assertEquals(plain.loss(), fast.loss(), 1e-5 * plain.loss());
        // A (2+1)D network of 34 batch norms without shortcuts is no better conditioned in ND4J.
        double rounding = relativeDistance(exact.gradient(), plain.gradient());
        assertEquals(
            0,
            relativeDistance(plain.gradient(), fast.gradient()),
            Math.max(1e-4, 4 * rounding),
            () -> arch + " " + model);
        assertEquals(
            0,
            relativeDistance(plain.step().batchStatistics(), fast.step().batchStatistics()),
            1e-5);
      }
    }
  }

  /** 8 bits in every product; with statistics of four small clips, small changes would grow. */
  @Test
  void bfloat16PointsTheSameWay() {
    assumeTrue(OneDnn.load().map(OneDnn::hasBfloat16).orElse(false), "no AVX-512 BF16 here");
    Model model = frozen(model(Arch.MC3_18, true, 1, Kind.MARGIN));
    PairOutput exact = stepped(model, Convolutions.ONEDNN, DataType.FLOAT);
    PairOutput rounded = stepped(model, Convolutions.ONEDNN_BF16, DataType.FLOAT);
    assertEquals(exact.loss(), rounded.loss(), 0.02 * exact.loss());
    double distance = relativeDistance(exact.gradient(), rounded.gradient());
    assertTrue(distance > 1e-4 && distance < 0.15, () -> "distance " + distance);
  }

  private static PairOutput stepped(Model model, Convolutions convolutions, DataType type) {
    try (SameDiffEngine engine =
        new SameDiffEngine(model.with(new EngineConfig(convolutions)), type)) {
      engine.load(weights(engine), statistics(engine));
      return engine.step(SmallModels.batch(model.input(), 4 * CLIPS, 2));
    }
  }

  private static double relativeDistance(float[] expected, float[] actual) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(expected[i] - actual[i], 2);
      length += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / length);
  }

  @Test
  void microBatchesAddUpToTheWholeBatch() {
    LossConfig loss = SmallModels.loss(Kind.MARGIN);
    Model model =
        frozen(Model.training(SmallModels.network(Arch.MC3_18, false, 1), loss, SmallModels.INPUT));
    Batch first = SmallModels.batch(model.input(), 4, 1);
    Batch second = SmallModels.batch(model.input(), 4, 2);
    try (SameDiffEngine engine = new SameDiffEngine(model, DataType.FLOAT)) {
      engine.load(weights(engine), statistics(engine));
      PairOutput whole = engine.step(SmallModels.joined(first, second));
      PairOutput one = engine.step(first);
      PairOutput two = engine.step(second);
      assertEquals(whole.loss(), (one.loss() + two.loss()) / 2, 1e-6);
      for (int i = 0; i < whole.gradient().length; i++) {
        assertEquals(whole.gradient()[i], (one.gradient()[i] + two.gradient()[i]) / 2, 1e-6);
      }
    }
  }
}

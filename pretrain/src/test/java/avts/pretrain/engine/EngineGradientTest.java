package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.EngineConfig.BatchNorm;
import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.engine.SameDiffEngine.Model;
import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.loss.LossConfig.Kind;
import avts.pretrain.model.NetworkConfig.Arch;
import avts.pretrain.testing.Batches;
import java.util.List;
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

  private static Model model(Arch arch, boolean residual, int timeSteps, Kind kind) {
    return Model.training(
        SmallModels.network(arch, residual, timeSteps), SmallModels.loss(kind), SmallModels.INPUT);
  }

  private static void checkNumerically(Model model) {
    NumericGradient.check(model, List.of(SmallModels.batch(model.input(), CLIPS, 1)));
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
                      engine.load(SmallModels.weights(engine), SmallModels.statistics(engine));
                      return engine.step(batch).gradient();
                    }
                  })
              .toArray(float[][]::new);
      assertEquals(0, SmallModels.relativeDistance(gradients[0], gradients[1]), 1e-3, kind.name());
    }
  }

  private static Model frozen(Model model) {
    return model.with(model.engine().with(BatchNorm.FROZEN));
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
        double rounding = SmallModels.relativeDistance(exact.gradient(), plain.gradient());
        assertEquals(
            0,
            SmallModels.relativeDistance(plain.gradient(), fast.gradient()),
            Math.max(1e-4, 4 * rounding),
            () -> arch + " " + model);
        assertEquals(
            0,
            SmallModels.relativeDistance(
                plain.step().batchStatistics(), fast.step().batchStatistics()),
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
    double distance = SmallModels.relativeDistance(exact.gradient(), rounded.gradient());
    assertTrue(distance > 1e-4 && distance < 0.15, () -> "distance " + distance);
  }

  private static PairOutput stepped(Model model, Convolutions convolutions, DataType type) {
    try (SameDiffEngine engine =
        new SameDiffEngine(model.with(model.engine().with(convolutions)), type)) {
      engine.load(SmallModels.weights(engine), SmallModels.statistics(engine));
      return engine.step(SmallModels.batch(model.input(), 4 * CLIPS, 2));
    }
  }

  @Test
  void microBatchesAddUpToTheWholeBatch() {
    LossConfig loss = SmallModels.loss(Kind.MARGIN);
    Model model =
        frozen(Model.training(SmallModels.network(Arch.MC3_18, false, 1), loss, SmallModels.INPUT));
    Batch first = SmallModels.batch(model.input(), 4, 1);
    Batch second = SmallModels.batch(model.input(), 4, 2);
    try (SameDiffEngine engine = new SameDiffEngine(model, DataType.FLOAT)) {
      engine.load(SmallModels.weights(engine), SmallModels.statistics(engine));
      PairOutput whole = engine.step(Batches.joined(List.of(first, second)));
      PairOutput one = engine.step(first);
      PairOutput two = engine.step(second);
      assertEquals(whole.loss(), (one.loss() + two.loss()) / 2, 1e-6);
      for (int i = 0; i < whole.gradient().length; i++) {
        assertEquals(whole.gradient()[i], (one.gradient()[i] + two.gradient()[i]) / 2, 1e-6);
      }
    }
  }
}

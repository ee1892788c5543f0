package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.loss.EmbeddingDistance.Kind;
import avts.pretrain.loss.EmbeddingLossConfig;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class TowerImitatorTest {
  private static final int CLIPS = 4;
  private static final double STEP = 1e-6;
  private static final double TEMPERATURE = 0.3;
  private static final NetworkConfig NETWORK = SmallModels.network(Arch.MC3_18, true, 2);

  private static TowerImitator.Model model(Tower tower, EmbeddingLossConfig loss) {
    return new TowerImitator.Model(
        NETWORK, LossConfig.Normalise.L2, SmallModels.INPUT, tower, loss);
  }

  /** Weights away from their first values, so that no gradient is 0 by symmetry. */
  private static float[] weights(TowerImitator imitator) {
    RandomGenerator generator = new SplittableRandom(5);
    float[] weights = imitator.initialParameters(generator);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 0.1f * (float) generator.nextGaussian();
    }
    return weights;
  }

  private static float[] clips(Tower tower) {
    int size = tower == Tower.VIDEO ? SmallModels.INPUT.videoSize() : SmallModels.INPUT.audioSize();
    return SmallModels.normal(CLIPS * size, new SplittableRandom(3));
  }

  /** The teacher's embeddings: of no special length. */
  private static float[] targets(TowerImitator imitator) {
    return SmallModels.normal(CLIPS * imitator.embeddingSize(), new SplittableRandom(4));
  }

  @ParameterizedTest
  @CsvSource({"AUDIO, 1, 0", "AUDIO, 0, 1", "AUDIO, 0.5, 2", "VIDEO, 1, 1"})
  void bothTowersHaveTheNumericGradient(Tower tower, double distance, double contrast) {
    EmbeddingLossConfig loss =
        new EmbeddingLossConfig(Kind.COSINE, distance, contrast, TEMPERATURE);
    try (TowerImitator imitator = new TowerImitator(model(tower, loss), DataType.DOUBLE)) {
      float[] weights = weights(imitator);
      float[] statistics = imitator.initialStatistics(new SplittableRandom(6));
      float[] clips = clips(tower);
      float[] targets = targets(imitator);
      imitator.load(weights, statistics);
      float[] gradient = imitator.step(clips, targets, CLIPS).step().gradient();
      double largest = 0;
      for (float g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      assertTrue(largest > 1e-3, "the gradient vanishes");
      for (ParameterInfo info : imitator.parameters()) {
        int index = info.offset() + info.size() / 2;
        double[] losses = new double[2];
        double[] places = new double[2];
        for (int side = 0; side < 2; side++) {
          float[] moved = weights.clone();
          moved[index] += (float) (side == 0 ? -STEP : STEP);
          places[side] = moved[index];
          imitator.load(moved, statistics);
          losses[side] = imitator.step(clips, targets, CLIPS).step().loss();
        }
        double numeric = (losses[1] - losses[0]) / (places[1] - places[0]);
        assertEquals(
            numeric, gradient[index], 2e-3 * Math.abs(numeric) + 2e-5 * largest, info.name());
      }
    }
  }

  /** From the embeddings that the step itself gives, by the formula, in plain Java. */
  @Test
  void theLossIsTheCosineDistanceAndTheCrossEntropyOfCosines() {
    EmbeddingLossConfig loss = new EmbeddingLossConfig(Kind.COSINE, 0.5, 2, TEMPERATURE);
    try (TowerImitator imitator = new TowerImitator(model(Tower.AUDIO, loss), DataType.DOUBLE)) {
      imitator.load(weights(imitator), imitator.initialStatistics(new SplittableRandom(6)));
      float[] targets = targets(imitator);
      ImitationOutput output = imitator.step(clips(Tower.AUDIO), targets, CLIPS);
      double[][] cosines = new double[CLIPS][CLIPS];
      for (int i = 0; i < CLIPS; i++) {
        for (int j = 0; j < CLIPS; j++) {
          cosines[i][j] = cosine(output.embeddings(), i, targets, j, imitator.embeddingSize());
        }
      }
      double distance = 0;
      double contrast = 0;
      for (int i = 0; i < CLIPS; i++) {
        distance += (1 - cosines[i][i]) / CLIPS;
        double row = 0;
        double column = 0;
        for (int j = 0; j < CLIPS; j++) {
          row += Math.exp((cosines[i][j] - cosines[i][i]) / TEMPERATURE);
          column += Math.exp((cosines[j][i] - cosines[i][i]) / TEMPERATURE);
        }
        contrast += (Math.log(row) + Math.log(column)) / (2 * CLIPS);
      }
      assertEquals(0.5 * distance + 2 * contrast, output.step().loss(), 1e-6);
    }
  }

  private static double cosine(float[] a, int i, float[] b, int j, int size) {
    double product = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int k = 0; k < size; k++) {
      product += (double) a[i * size + k] * b[j * size + k];
      lengthA += (double) a[i * size + k] * a[i * size + k];
      lengthB += (double) b[j * size + k] * b[j * size + k];
    }
    return product / Math.sqrt(lengthA * lengthB);
  }

  /** The tower is that of the two-tower network, by names and by numbers. */
  @Test
  void takesItsPlaceBesideTheOtherTower() {
    EmbeddingLossConfig loss = new EmbeddingLossConfig(Kind.MSE, 1, 0, TEMPERATURE);
    try (SameDiffEngine towers =
            new SameDiffEngine(
                SameDiffEngine.Model.training(
                    NETWORK, SmallModels.loss(LossConfig.Kind.INFONCE), SmallModels.INPUT));
        TowerImitator imitator = new TowerImitator(model(Tower.AUDIO, loss))) {
      float[] all = towers.initialParameters(new SplittableRandom(1));
      towers.load(all, towers.initialStatistics(new SplittableRandom(2)));
      float[] own = new float[imitator.initialParameters(new SplittableRandom(9)).length];
      for (ParameterInfo info : imitator.parameters()) {
        ParameterInfo there =
            towers.parameters().stream()
                .filter(other -> other.name().equals(info.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + info.name()));
        assertEquals(there.shape(), info.shape(), info.name());
        System.arraycopy(all, there.offset(), own, info.offset(), info.size());
      }
      imitator.load(own, imitator.initialStatistics(new SplittableRandom(2)));
      float[] clips = clips(Tower.AUDIO);
      assertArrayEquals(towers.embedAudio(clips, CLIPS), imitator.embed(clips, CLIPS), 1e-6f);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    EmbeddingLossConfig loss = new EmbeddingLossConfig(Kind.L1, 1, 0, TEMPERATURE);
    try (TowerImitator imitator = new TowerImitator(model(Tower.AUDIO, loss))) {
      float[] clips = clips(Tower.AUDIO);
      float[] targets = targets(imitator);
      assertThrows(IllegalArgumentException.class, () -> imitator.step(clips, targets, CLIPS - 1));
      assertThrows(IllegalArgumentException.class, () -> imitator.step(clips, clips, CLIPS));
      assertThrows(IllegalArgumentException.class, () -> imitator.embed(targets, CLIPS));
    }
    assertThrows(IllegalArgumentException.class, () -> new EmbeddingLossConfig(Kind.L1, 0, 0, 0.1));
    assertThrows(
        IllegalArgumentException.class, () -> new EmbeddingLossConfig(Kind.L1, -1, 2, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new EmbeddingLossConfig(Kind.L1, 1, 0, 0));
  }
}

package avts.pretrain.engine;

import avts.datasets.batch.Batch;
import avts.datasets.clip.Window;
import avts.datasets.pair.PairKind;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Networks and batches that are small enough for tests. */
final class SmallModels {

  static final InputShape INPUT = new InputShape(1, 4, 10, 12, 9, 12);

  /** One network with frozen batch norms. */
  static final EngineConfig FROZEN = EngineConfig.standard().with(EngineConfig.BatchNorm.FROZEN);

  private SmallModels() {}

  static NetworkConfig network(Arch arch, boolean residual, int timeSteps) {
    return new NetworkConfig(
        new NetworkConfig.Video(arch, 0.03, residual, 2),
        new NetworkConfig.Audio(0.03, 1),
        new NetworkConfig.Head(6, 5, timeSteps),
        1e-3);
  }

  static LossConfig loss(LossConfig.Kind kind) {
    boolean infoNce = kind == LossConfig.Kind.INFONCE;
    return new LossConfig(
        kind,
        0.99,
        infoNce ? LossConfig.Normalise.L2 : LossConfig.Normalise.L2_HALF,
        0.2,
        infoNce,
        7);
  }

  static Batch batch(InputShape input, int size, long seed) {
    RandomGenerator generator = new SplittableRandom(seed);
    return new Batch(
        normal(size * input.videoSize(), generator),
        normal(size * input.audioSize(), generator),
        Collections.nCopies(size, new Window(0, 0, 0)),
        IntStream.range(0, size).map(i -> (i + 1) % size).toArray(),
        Collections.nCopies(size, PairKind.EASY));
  }

  /** Returns weights away from their first values, so that no gradient is 0 by symmetry. */
  static float[] weights(SameDiffEngine engine) {
    RandomGenerator generator = new SplittableRandom(5);
    float[] weights = engine.initialParameters(generator);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 0.1f * (float) generator.nextGaussian();
    }
    return weights;
  }

  /** Returns statistics away from their first values. */
  static float[] statistics(SameDiffEngine engine) {
    RandomGenerator generator = new SplittableRandom(6);
    float[] statistics = engine.initialStatistics(generator);
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] += 0.5f * (float) generator.nextDouble();
    }
    return statistics;
  }

  /** Returns the length of the difference of two vectors as a share of the first's length. */
  static double relativeDistance(float[] expected, float[] actual) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(expected[i] - actual[i], 2);
      length += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / length);
  }

  static float[] normal(int length, RandomGenerator generator) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) generator.nextGaussian();
    }
    return values;
  }
}

package avts.pretrain.engine;

import avts.datasets.batch.Batch;
import avts.datasets.clip.Window;
import avts.datasets.pair.PairKind;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import com.google.common.primitives.Floats;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Networks and batches that are small enough for tests. */
final class SmallModels {

  static final InputShape INPUT = new InputShape(1, 4, 10, 12, 9, 12);

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

  /** Returns one batch of the clips of two, each clip with its own negative. */
  static Batch joined(Batch first, Batch second) {
    int size = first.size();
    return new Batch(
        Floats.concat(first.video(), second.video()),
        Floats.concat(first.audio(), second.audio()),
        Stream.concat(first.windows().stream(), second.windows().stream()).toList(),
        IntStream.concat(
                IntStream.of(first.negative()), IntStream.of(second.negative()).map(i -> i + size))
            .toArray(),
        Stream.concat(first.kinds().stream(), second.kinds().stream()).toList());
  }

  static float[] normal(int length, RandomGenerator generator) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) generator.nextGaussian();
    }
    return values;
  }
}

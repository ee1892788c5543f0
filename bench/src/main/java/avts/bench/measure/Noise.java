package avts.bench.measure;

import avts.datasets.batch.Batch;
import avts.datasets.clip.Window;
import avts.datasets.pair.PairKind;
import java.util.Collections;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Clips that cost as much as any and show nothing. */
public final class Noise {

  private Noise() {}

  /** Returns normally distributed values around 0. */
  public static float[] normal(int count, double deviation, RandomGenerator generator) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * generator.nextGaussian());
    }
    return values;
  }

  /** Returns clips as a training's loader gives them; each one's negative is the next. */
  public static Batch batch(float[] video, float[] audio, int clips) {
    return new Batch(
        video,
        audio,
        IntStream.range(0, clips).mapToObj(i -> new Window(i, 0, 0)).toList(),
        IntStream.range(0, clips).map(i -> (i + 1) % clips).toArray(),
        Collections.nCopies(clips, PairKind.EASY));
  }
}

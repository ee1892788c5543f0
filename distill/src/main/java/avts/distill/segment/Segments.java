package avts.distill.segment;

import avts.datasets.take.FeatureTrack;
import java.util.Arrays;

/**
 * Where the segments of one take lie. They are found by what is heard alone, so that a student can
 * find them too.
 *
 * @param starts start of each segment from the take's beginning, in seconds
 * @param lengthSeconds length of each
 * @param counted how many are there; those behind are padding
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Segments(double[] starts, double lengthSeconds, int counted) {
  private static final double FLOOR = 0.05;

  /** Cuts a take by its sound. The first segment is always there. */
  public static Segments of(FeatureTrack sound, SegmentConfig config) {
    double step = sound.stepSeconds();
    double from = 0;
    double to = sound.vectors() * step;
    if (config.span() == SegmentConfig.Span.SPOKEN) {
      double[] loudness = smooth(loudness(sound, config.energy()), config.smoothing());
      double limit = limit(loudness, config.threshold());
      int first = 0;
      while (loudness[first] < limit) {
        first++;
      }
      int last = loudness.length - 1;
      while (loudness[last] < limit) {
        last--;
      }
      from = Math.max(0, first - 1) * step;
      to = (Math.min(loudness.length - 1, last + 1) + 1) * step;
    }
    if (config.lengthSeconds() == 0) {
      return new Segments(new double[] {from}, to - from, 1);
    }
    double[] starts = new double[config.count()];
    int counted = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = from + i * config.hopSeconds();
      // A segment counts if half of it is there.
      counted += i == 0 || starts[i] + config.lengthSeconds() / 2 <= to ? 1 : 0;
    }
    return new Segments(starts, config.lengthSeconds(), counted);
  }

  private static double[] loudness(FeatureTrack sound, int energy) {
    if (energy >= sound.dimensions()) {
      throw new IllegalArgumentException(
          "energy " + energy + " is no value of vectors of " + sound.dimensions());
    }
    double[] loudness = new double[sound.vectors()];
    Arrays.setAll(loudness, i -> sound.values()[i * sound.dimensions() + energy]);
    return loudness;
  }

  private static double[] smooth(double[] values, int reach) {
    double[] smooth = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int from = Math.max(0, i - reach);
      int to = Math.min(values.length, i + reach + 1);
      smooth[i] = Arrays.stream(values, from, to).average().orElse(0);
    }
    return smooth;
  }

  private static double limit(double[] loudness, double threshold) {
    double[] sorted = loudness.clone();
    Arrays.sort(sorted);
    double floor = sorted[(int) (FLOOR * (sorted.length - 1))];
    return floor + threshold * (sorted[sorted.length - 1] - floor);
  }

  /**
   * Returns where step {@code step} of {@code steps} of a segment lies, in seconds from the take's
   * beginning: the middles of as many equal parts.
   */
  public double moment(int segment, int step, int steps) {
    return starts[segment] + (step + 0.5) / steps * lengthSeconds;
  }
}

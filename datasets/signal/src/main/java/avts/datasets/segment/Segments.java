package avts.datasets.segment;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.Interpolation;
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
  public static Segments of(FeatureTrack sound, SegmentCut cut) {
    double step = sound.stepSeconds();
    double from = 0;
    double to = sound.seconds();
    if (cut.span() == SegmentCut.Span.SPOKEN) {
      double[] loudness = smooth(loudness(sound, cut.energy()), cut.smoothing());
      double limit = limit(loudness, cut.threshold());
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
    if (cut.lengthSeconds() == 0) {
      return new Segments(new double[] {from}, to - from, 1);
    }
    double[] starts = new double[cut.count()];
    int counted = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = from + i * cut.hopSeconds();
      // A segment counts if half of it is there.
      counted += i == 0 || starts[i] + cut.lengthSeconds() / 2 <= to ? 1 : 0;
    }
    return new Segments(starts, cut.lengthSeconds(), counted);
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

  /**
   * Looks at a track of the take at the moments of the segments, between its vectors by linear
   * interpolation. Vector k of a track tells about the time around its middle, k + 1/2 steps.
   *
   * @param steps moments of a segment
   * @return {@code [S, steps * dimensions]}, 0 for padding
   */
  public float[] values(FeatureTrack track, int steps) {
    int width = track.dimensions();
    float[] result = new float[starts.length * steps * width];
    int offset = 0;
    for (int segment = 0; segment < counted; segment++) {
      for (int step = 0; step < steps; step++) {
        double place = moment(segment, step, steps) / track.stepSeconds() - 0.5;
        Interpolation.at(track.values(), width, place, result, offset);
        offset += width;
      }
    }
    return result;
  }

  /** Returns {@code [S]}, 1 for segments that count, 0 for padding. */
  public float[] mask() {
    float[] mask = new float[starts.length];
    Arrays.fill(mask, 0, counted, 1);
    return mask;
  }
}

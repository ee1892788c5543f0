package avts.datasets.pair;

import avts.datasets.manifest.ManifestEntry;
import avts.datasets.time.ClipGrid;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Sound power and motion of any window of a file, from the manifest's profiles. */
final class WindowLevels {
  private final long startMicros;
  private final long stepMicros;

  /** Entry i sums the power of the steps before step i; full scale is 1. */
  private final double[] power;

  private final double[] motion;

  WindowLevels(ManifestEntry.Content content) {
    startMicros = content.startMicros();
    stepMicros = 1000L * content.stepMillis();
    power = sums(content.soundDb(), db -> Math.pow(10, db / 10));
    motion = sums(content.motion(), step -> step);
  }

  /** Returns whether the window at {@code start} has as much sound and motion as asked for. */
  boolean isDecidable(long start, ClipGrid grid, PairConfig config) {
    long from = micros(start, grid);
    long to = micros(start + grid.frames(), grid);
    return mean(power, from, to) >= Math.pow(10, config.minSoundDb() / 10)
        && mean(motion, from, to) >= config.minMotion();
  }

  private long micros(long frame, ClipGrid grid) {
    return grid.rate().sampleAt(frame, 1_000_000) - startMicros;
  }

  /** Mean over the steps that the span touches; what lies behind the profile is left out. */
  private double mean(double[] sums, long from, long to) {
    int steps = sums.length - 1;
    int first = clamp(Math.floorDiv(from, stepMicros), 0, steps - 1);
    int end = clamp(Math.floorDiv(to + stepMicros - 1, stepMicros), first + 1, steps);
    return (sums[end] - sums[first]) / (end - first);
  }

  private static int clamp(long value, int min, int max) {
    return (int) Math.max(min, Math.min(max, value));
  }

  private static double[] sums(List<Float> profile, ToDoubleFunction<Float> value) {
    double[] sums = new double[profile.size() + 1];
    for (int i = 0; i < profile.size(); i++) {
      sums[i + 1] = sums[i] + value.applyAsDouble(profile.get(i));
    }
    return sums;
  }
}

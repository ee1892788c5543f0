package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.time.ClipGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Windows of a file whose sound is cut earlier or later than their pictures. */
public final class ShiftedWindows {
  private static final long MILLIS_PER_SECOND = 1000;

  private ShiftedWindows() {}

  /**
   * Returns every {@code stride}-th decidable window of a file with its sound shifted, as far as
   * the shifted sound lies inside the same shot and the usable span. Ascending.
   *
   * @param shiftMillis start of the sound minus start of the pictures, in milliseconds, exact to
   *     the sample; negative for earlier sound
   * @param stride step between starts in frames, counted anew in each stretch of decidable starts
   */
  public static List<Window> of(PairSampler sampler, int file, int shiftMillis, int stride) {
    checkArgument(stride >= 1, "stride must be positive, got %s", stride);
    ClipGrid grid = sampler.grid();
    long shiftSamples =
        Math.floorDiv(
            2L * shiftMillis * grid.sampleRate() + MILLIS_PER_SECOND, 2 * MILLIS_PER_SECOND);
    FileWindows windows = sampler.of(file);
    Map<Integer, StartRun> shots = windows.shots();
    List<Window> shifted = new ArrayList<>();
    for (StartRun run : windows.decidable()) {
      StartRun shot = shots.getOrDefault(run.shot(), run);
      for (long start = run.first(); start <= run.last(); start += stride) {
        long sample = grid.sampleAt(start) + shiftSamples;
        if (sample >= grid.sampleAt(shot.first()) && sample <= grid.sampleAt(shot.last())) {
          shifted.add(new Window(file, start, sample));
        }
      }
    }
    return shifted;
  }
}

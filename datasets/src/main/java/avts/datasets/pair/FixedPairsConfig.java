package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How many evaluation pairs are drawn.
 *
 * @param seed root seed of the drawing; apart from the run's own, so that runs with different seeds
 *     are measured on the same pairs
 * @param swapsPerVideo swaps of each class from each file, as many as its length allows, 1 to 1000
 * @param offsetWindowsPerVideo windows from each file for the offset curve, 0 to 1000
 * @param maxShiftFrames greatest shift of the offset curve in frames, 1 to 1000
 */
public record FixedPairsConfig(
    long seed, int swapsPerVideo, int offsetWindowsPerVideo, int maxShiftFrames) {

  /** Checks every range. */
  public FixedPairsConfig {
    checkRange("swaps_per_video", swapsPerVideo, 1);
    checkRange("offset_windows_per_video", offsetWindowsPerVideo, 0);
    checkRange("max_shift_frames", maxShiftFrames, 1);
  }

  private static void checkRange(String key, int value, int min) {
    checkArgument(
        value >= min && value <= 1000, "%s must lie in %s..1000, got %s", key, min, value);
  }
}

package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.ClipGrid;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * What hard and super-hard negatives are, and which windows are left out of training.
 *
 * @param mode how the gap of hard pairs is counted: no-overlap (between the end of one window and
 *     the start of the other) or start-gap (between the two starts, as AVSlowFast does)
 * @param gapSeconds the gap of hard pairs in seconds, 0 to 3600
 * @param superHardMinSeconds smallest shift of a super-hard pair in seconds, over 0 and up to 60
 * @param superHardMaxSeconds greatest shift of a super-hard pair in seconds, at least the smallest
 *     and up to 60; shifts of a clip's length and more are left out in any case
 * @param minSoundDb windows whose sound has less power are skipped, in dB below full scale, -200 to
 *     0
 * @param minMotion windows whose mean absolute picture difference is less are skipped, 0 to 255
 */
public record PairConfig(
    Mode mode,
    double gapSeconds,
    double superHardMinSeconds,
    double superHardMaxSeconds,
    double minSoundDb,
    double minMotion) {

  /** How the gap of a hard pair is counted; part of the name of every result. */
  public enum Mode {
    /** From the end of one window to the start of the other. */
    @JsonProperty("no-overlap")
    NO_OVERLAP,
    /** From start to start: the windows of a hard pair may overlap. */
    @JsonProperty("start-gap")
    START_GAP;

    /** Returns the name in files and reports: {@code no-overlap} for {@link #NO_OVERLAP}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Checks every range. */
  public PairConfig {
    checkArgument(
        gapSeconds >= 0 && gapSeconds <= 3600,
        "gap_seconds must lie in 0..3600, got %s",
        gapSeconds);
    checkArgument(
        mode == Mode.NO_OVERLAP || gapSeconds > 0,
        "gap_seconds must be over 0 in mode start-gap: else a hard pair may be an aligned one");
    checkArgument(
        superHardMinSeconds > 0 && superHardMinSeconds <= 60,
        "super_hard_min_seconds must lie in (0, 60], got %s",
        superHardMinSeconds);
    checkArgument(
        superHardMaxSeconds >= superHardMinSeconds && superHardMaxSeconds <= 60,
        "super_hard_max_seconds must lie in super_hard_min_seconds..60, which is %s..60, got %s",
        superHardMinSeconds,
        superHardMaxSeconds);
    checkArgument(
        minSoundDb >= -200 && minSoundDb <= 0,
        "min_sound_db must lie in -200..0 dB, got %s",
        minSoundDb);
    checkArgument(
        minMotion >= 0 && minMotion <= 255, "min_motion must lie in 0..255, got %s", minMotion);
  }

  /** Returns the smallest distance in frames between the starts of a hard pair's windows. */
  public int hardFrames(ClipGrid grid) {
    int gap = grid.framesCovering(gapSeconds);
    return mode == Mode.NO_OVERLAP ? grid.frames() + gap : gap;
  }

  /** Returns the smallest shift in frames of a super-hard pair. */
  public int superHardMinFrames(ClipGrid grid) {
    return grid.framesCovering(superHardMinSeconds);
  }

  /**
   * Returns the greatest shift in frames of a super-hard pair, less than a clip's length.
   *
   * @throws IllegalArgumentException if no shift is left
   */
  public int superHardMaxFrames(ClipGrid grid) {
    int max = Math.min(grid.framesWithin(superHardMaxSeconds), grid.frames() - 1);
    checkArgument(
        max >= superHardMinFrames(grid),
        "super_hard_min_seconds..super_hard_max_seconds %s..%s holds no whole number of frames"
            + " below the clip's %s frames at %s fps",
        superHardMinSeconds,
        superHardMaxSeconds,
        grid.frames(),
        grid.rate());
    return max;
  }
}

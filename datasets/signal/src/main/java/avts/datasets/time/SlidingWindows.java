package avts.datasets.time;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * Clips that follow one another at a fixed distance. Each begins on the frame nearest to its time,
 * so that distances differ by at most one frame and do not drift.
 *
 * @param grid length of a clip and the frames it begins on
 * @param hopSeconds distance of two clips' beginnings in seconds, at least one frame
 */
public record SlidingWindows(ClipGrid grid, double hopSeconds) {

  /** Containers round times, Matroska's to milliseconds. */
  private static final long TOLERANCE_MICROS = 1_000;

  /** Checks the distance. */
  public SlidingWindows {
    checkArgument(
        hopSeconds * grid.rate().perSecond() >= 1 && hopSeconds <= 86_400,
        "the hop must lie between one frame, %s s, and a day, got %s s",
        1 / grid.rate().perSecond(),
        Double.valueOf(hopSeconds));
  }

  /** Returns clips that adjoin each other without overlap. */
  public static SlidingWindows adjoining(ClipGrid grid) {
    return new SlidingWindows(grid, grid.frames() / grid.rate().perSecond());
  }

  /**
   * Returns the first frame of each clip that lies wholly between two times.
   *
   * @param baseMicros time at which the first clip begins, or the first frame after it
   * @param endMicros time by which the last clip has ended
   * @return ascending; empty where there is no room for a clip
   */
  public long[] startFrames(long baseMicros, long endMicros) {
    long base = grid.firstFrameFrom(baseMicros - TOLERANCE_MICROS);
    long last = lastStart(endMicros);
    if (last < base) {
      return new long[0];
    }
    long[] starts = new long[Math.toIntExact((long) ((last - base) / hopFrames()) + 2)];
    int count = 0;
    for (int k = 0; k < starts.length; k++) {
      long start = base + start(k);
      if (start <= last) {
        starts[count++] = start;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /**
   * Returns the first frame of clip {@code k}, from 0 on, where the first clip begins at frame 0.
   */
  public long start(long k) {
    return (long) Math.floor(k * hopFrames() + 0.5);
  }

  /** Returns the last frame at which a clip may begin that has ended by a time. */
  public long lastStart(long endMicros) {
    return grid.lastFrameTo(endMicros + TOLERANCE_MICROS) - grid.frames();
  }

  private double hopFrames() {
    return hopSeconds * grid.rate().perSecond();
  }

  /** Returns when a frame begins, in seconds, for people. */
  public double seconds(long frame) {
    return frame / grid.rate().perSecond();
  }
}

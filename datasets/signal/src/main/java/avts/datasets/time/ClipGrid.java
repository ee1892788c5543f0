package avts.datasets.time;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The length of a clip and the two grids it is cut on.
 *
 * @param frames pictures in a clip, positive
 * @param rate frames per second of the picture grid
 * @param sampleRate samples per second of the sound grid, positive
 */
public record ClipGrid(int frames, FrameRate rate, int sampleRate) {

  /** Takes 0.12 s at 25 fps for three frames, whatever the product's last bit. */
  private static final double ROUNDING = 1e-9;

  private static final long MICROS_PER_SECOND = 1_000_000;

  /** Checks the ranges. */
  public ClipGrid {
    checkArgument(frames > 0, "frames must be positive, got %s", frames);
    checkArgument(sampleRate > 0, "sample_rate must be positive, got %s", sampleRate);
  }

  /** Returns the pictures of the clip that begins with {@code startFrame}. */
  public FrameSpan frameSpan(long startFrame) {
    return new FrameSpan(startFrame, frames, rate);
  }

  /** Returns the index of the sample that sounds when frame {@code frame} begins. */
  public long sampleAt(long frame) {
    return rate.sampleAt(frame, sampleRate);
  }

  /** Returns the smallest number of frames that lasts at least {@code seconds}. */
  public int framesCovering(double seconds) {
    return (int) Math.ceil(seconds * rate.perSecond() - ROUNDING);
  }

  /** Returns the greatest number of frames that lasts at most {@code seconds}. */
  public int framesWithin(double seconds) {
    return (int) Math.floor(seconds * rate.perSecond() + ROUNDING);
  }

  /** Returns the first frame that begins at or after {@code micros} microseconds. */
  public long firstFrameFrom(long micros) {
    return -rate.frameAt(-micros, MICROS_PER_SECOND);
  }

  /** Returns the last frame that begins at or before {@code micros} microseconds. */
  public long lastFrameTo(long micros) {
    return rate.frameAt(micros, MICROS_PER_SECOND);
  }
}

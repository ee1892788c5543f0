package avts.datasets.time;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A run of frames on the grid {@code k / rate} of a file's timeline.
 *
 * @param start index of the first frame; frame 0 is shown at timestamp 0 of the file
 * @param count number of frames, positive
 * @param rate frames per second of the grid, which need not be the file's own rate
 */
public record FrameSpan(long start, int count, FrameRate rate) {

  /** Checks the count. */
  public FrameSpan {
    checkArgument(count > 0, "a span needs at least one frame, got %s", count);
  }

  /** Returns the index of the first frame after the span. */
  public long end() {
    return start + count;
  }

  /**
   * Returns the samples that sound while the span is shown: both ends rounded half up to the sample
   * grid, so that adjoining spans share no sample and leave none out.
   */
  public SampleSpan samples(int sampleRate) {
    long first = rate.sampleAt(start, sampleRate);
    return new SampleSpan(
        first, Math.toIntExact(rate.sampleAt(end(), sampleRate) - first), sampleRate);
  }
}

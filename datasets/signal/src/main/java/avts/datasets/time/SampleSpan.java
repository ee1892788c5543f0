package avts.datasets.time;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A run of audio samples on the grid {@code n / rate} of a file's timeline.
 *
 * @param start index of the first sample; sample 0 sounds at timestamp 0 of the file
 * @param count number of samples, positive
 * @param rate samples per second of the grid, which need not be the file's own rate
 */
public record SampleSpan(long start, int count, int rate) {

  /** Checks count and rate. */
  public SampleSpan {
    checkArgument(count > 0, "a span needs at least one sample, got %s", count);
    checkArgument(rate > 0, "sample rate must be positive, got %s", rate);
  }

  /** Returns the index of the first sample after the span. */
  public long end() {
    return start + count;
  }
}

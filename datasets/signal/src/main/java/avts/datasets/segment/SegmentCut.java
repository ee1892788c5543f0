package avts.datasets.segment;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How the sound of a take is cut into segments.
 *
 * @param span what of a take is cut into segments
 * @param energy which value of a feature vector tells how loud the sound is, from 0; read for span
 *     {@code spoken} alone
 * @param threshold how far the loudness must rise from its 5th percentile towards its greatest
 *     value to count as spoken, 0 to 1
 * @param smoothing vectors on either side that the loudness is averaged over, 0 to 100
 * @param lengthSeconds length of a segment; 0 for the whole span as one segment, whatever its
 *     length (the non-sequential case)
 * @param hopSeconds from one segment's start to the next; 0 where there is one segment
 * @param count S, segments of a take, 1 to 1000; those beyond the span's end are padding
 * @param heardSteps moments of a segment at which the sound is looked at, 1 to 1000
 */
public record SegmentCut(
    Span span,
    int energy,
    double threshold,
    int smoothing,
    double lengthSeconds,
    double hopSeconds,
    int count,
    int heardSteps) {

  /** What of a take is cut. */
  public enum Span {
    /** All of it. */
    WHOLE,
    /** From a vector before the first loud one to one after the last. */
    SPOKEN
  }

  /** Checks every range. */
  public SegmentCut {
    checkArgument(energy >= 0, "energy must be the number of a value, got %s", energy);
    checkArgument(
        threshold >= 0 && threshold <= 1, "threshold must lie in 0..1, got %s", threshold);
    checkArgument(
        smoothing >= 0 && smoothing <= 100, "smoothing must lie in 0..100, got %s", smoothing);
    checkArgument(
        lengthSeconds >= 0 && lengthSeconds < Double.POSITIVE_INFINITY,
        "length_seconds must be a number that is not negative, got %s",
        lengthSeconds);
    checkArgument(count >= 1 && count <= 1000, "count must lie in 1..1000, got %s", count);
    checkArgument(
        lengthSeconds > 0 || count == 1,
        "length_seconds 0 takes the whole span as one segment, but count is %s",
        count);
    checkArgument(
        (count == 1 ? hopSeconds >= 0 : hopSeconds > 0) && hopSeconds < Double.POSITIVE_INFINITY,
        "several segments need a hop_seconds over 0, and one of 0 or more; got %s",
        hopSeconds);
    checkArgument(
        heardSteps >= 1 && heardSteps <= 1000,
        "heard_steps must lie in 1..1000, got %s",
        heardSteps);
  }
}

package avts.distill.segment;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.segment.SegmentCut;
import avts.datasets.segment.SegmentCut.Span;

/**
 * How a take is cut: {@link SegmentCut} and how its pictures are looked at.
 *
 * @param span see {@link SegmentCut}, which says the ranges
 * @param energy see there
 * @param threshold see there
 * @param smoothing see there
 * @param lengthSeconds see there
 * @param hopSeconds see there
 * @param count see there
 * @param heardSteps see there
 * @param seenSteps moments of a segment at which the pictures are looked at, 1 to 1000
 */
public record SegmentConfig(
    Span span,
    int energy,
    double threshold,
    int smoothing,
    double lengthSeconds,
    double hopSeconds,
    int count,
    int heardSteps,
    int seenSteps) {

  /** Checks every range. */
  public SegmentConfig {
    new SegmentCut(
        span, energy, threshold, smoothing, lengthSeconds, hopSeconds, count, heardSteps);
    checkArgument(
        seenSteps >= 1 && seenSteps <= 1000, "seen_steps must lie in 1..1000, got %s", seenSteps);
  }

  /** Returns what of it concerns the sound. */
  public SegmentCut cut() {
    return new SegmentCut(
        span, energy, threshold, smoothing, lengthSeconds, hopSeconds, count, heardSteps);
  }
}

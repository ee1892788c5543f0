package avts.distill.runtime;

import avts.datasets.segment.SegmentCut;
import java.util.Locale;

/**
 * How a sound becomes the segments that a model on segments takes.
 *
 * @param takeMean whether the mean over the whole sound is subtracted from each filter first
 * @param cut where the segments lie, and at which moments they are looked at
 */
public record SegmentSettings(boolean takeMean, SegmentCut cut) {
  private static final String SPAN_NAMES = "segments.span must be whole or spoken, is \"";

  /** Reads what {@link #toYaml} writes. */
  static SegmentSettings parse(Section section) {
    section.only(
        "take_mean",
        "span",
        "energy",
        "threshold",
        "smoothing",
        "length_seconds",
        "hop_seconds",
        "count",
        "heard_steps");
    return new SegmentSettings(
        section.truth("take_mean"),
        new SegmentCut(
            span(section.string("span")),
            section.integer("energy"),
            section.number("threshold"),
            section.integer("smoothing"),
            section.number("length_seconds"),
            section.number("hop_seconds"),
            section.integer("count"),
            section.integer("heard_steps")));
  }

  private static SegmentCut.Span span(String name) {
    for (SegmentCut.Span span : SegmentCut.Span.values()) {
      if (name.equals(name(span))) {
        return span;
      }
    }
    throw new IllegalArgumentException(SPAN_NAMES + name + "\"");
  }

  private static String name(SegmentCut.Span span) {
    return span.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the section of {@value FeatureSettings#FILE}, without its key. */
  String toYaml() {
    return String.format(
        Locale.ROOT,
        """
        {
            "take_mean": %s,
            "span": "%s",
            "energy": %d,
            "threshold": %s,
            "smoothing": %d,
            "length_seconds": %s,
            "hop_seconds": %s,
            "count": %d,
            "heard_steps": %d
          }\
        """,
        takeMean,
        name(cut.span()),
        cut.energy(),
        cut.threshold(),
        cut.smoothing(),
        cut.lengthSeconds(),
        cut.hopSeconds(),
        cut.count(),
        cut.heardSteps());
  }
}

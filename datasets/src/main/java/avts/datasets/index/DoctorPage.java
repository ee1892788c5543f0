package avts.datasets.index;

import avts.datasets.manifest.ManifestEntry;
import com.google.common.html.HtmlEscapers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The doctor's report as one HTML page without scripts and without anything to load. */
final class DoctorPage {
  private static final int MOST_ROWS = 1000;

  /** Upper ends of the bars of the histogram of lengths, in seconds. */
  private static final double[] LENGTHS = {1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 3600};

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy"
       content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>AVTS data doctor</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
      table { border-collapse: collapse; }
      td, th { text-align: left; padding: .2em .8em .2em 0; vertical-align: top;
       border-bottom: 1px solid #8884; }
      td.n { text-align: right; }
      td.name { font-family: ui-monospace, monospace; font-size: 13px; word-break: break-all; }
      img { max-height: 72px; display: block; }
      svg { max-width: 100%; }
      svg rect { fill: #4a7fb5; }
      svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
      </style></head><body>
      """;

  private final DoctorReport report;
  private final StringBuilder page = new StringBuilder(HEAD);

  DoctorPage(DoctorReport report) {
    this.report = report;
  }

  String html() {
    summary();
    bars("Length of usable files", lengths());
    Map<String, Long> rates = new LinkedHashMap<>();
    report.frameRates().forEach((rate, count) -> rates.put(rate + " fps", count));
    bars("Frame rates of usable files", rates);
    Map<String, Long> sampleRates = new LinkedHashMap<>();
    report.sampleRates().forEach((rate, count) -> sampleRates.put(rate + " Hz", count));
    bars("Sample rates of usable files", sampleRates);
    refused();
    shared();
    return page.append("</body></html>\n").toString();
  }

  private void summary() {
    Map<String, Object> figures = report.figures();
    heading(1, "Data doctor");
    page.append("<p>")
        .append(
            String.format(
                Locale.ROOT,
                "%s of %s files can be used: %.2f hours in %s groups. Groups share sound or content"
                    + " and are never split between training and test. %s files have a variable"
                    + " frame rate, in %s picture and sound start at different times, %s have more"
                    + " than one shot.",
                figures.get("usable"),
                figures.get("files"),
                (double) figures.getOrDefault("usable_seconds", 0.0) / 3600,
                figures.get("groups"),
                figures.get("variable_frame_rate"),
                figures.get("different_start"),
                figures.get("with_cuts")))
        .append("</p>\n<table><tr><th>verdict</th><th>files</th></tr>\n");
    report
        .outcome()
        .manifest()
        .counts()
        .forEach(
            (verdict, count) ->
                page.append("<tr><td>")
                    .append(verdict.key())
                    .append("</td><td class=\"n\">")
                    .append(count)
                    .append("</td></tr>\n"));
    page.append("</table>\n");
  }

  private Map<String, Long> lengths() {
    Map<String, Long> bars = new LinkedHashMap<>();
    double from = 0;
    for (int i = 0; i <= LENGTHS.length; i++) {
      double least = from;
      double end = i < LENGTHS.length ? LENGTHS[i] : Double.POSITIVE_INFINITY;
      long count =
          report.usable().stream()
              .mapToDouble(DoctorReport::seconds)
              .filter(seconds -> seconds >= least && seconds < end)
              .count();
      String label =
          i < LENGTHS.length
              ? String.format(Locale.ROOT, "%.0f to %.0f s", from, end)
              : String.format(Locale.ROOT, "%.0f s and more", from);
      if (count > 0) {
        bars.put(label, count);
      }
      from = end;
    }
    return bars;
  }

  private void bars(String title, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    heading(2, title);
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
    page.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"640\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n",
            counts.size() * 22 + 4,
            escape(title)));
    int y = 2;
    for (Map.Entry<String, Long> bar : counts.entrySet()) {
      double width = 420.0 * bar.getValue() / most;
      page.append(
          String.format(
              Locale.ROOT,
              "<text x=\"0\" y=\"%d\">%s</text><rect x=\"130\" y=\"%d\" width=\"%.1f\""
                  + " height=\"16\"/><text x=\"%.1f\" y=\"%d\">%d</text>\n",
              y + 13,
              escape(bar.getKey()),
              y,
              width,
              width + 136,
              y + 13,
              bar.getValue()));
      y += 22;
    }
    page.append("</svg>\n");
  }

  private void refused() {
    Map<Integer, ManifestEntry> entries = report.refusedEntries();
    heading(2, "Refused files");
    if (entries.isEmpty()) {
      page.append("<p>None.</p>\n");
      return;
    }
    page.append("<table><tr><th></th><th>file</th><th>verdict</th><th>reason</th></tr>\n");
    entries.entrySet().stream()
        .limit(MOST_ROWS)
        .forEach(row -> refusedRow(row.getKey(), row.getValue()));
    page.append("</table>\n");
    if (entries.size() > MOST_ROWS) {
      page.append("<p>And ")
          .append(entries.size() - MOST_ROWS)
          .append(" more: see the manifest.</p>\n");
    }
  }

  private void refusedRow(int index, ManifestEntry entry) {
    String thumbnail = report.thumbnail(index);
    page.append("<tr><td>");
    if (!thumbnail.isEmpty()) {
      page.append("<img alt=\"first picture\" src=\"").append(escape(thumbnail)).append("\">");
    }
    page.append("</td><td class=\"name\">")
        .append(escape(entry.name()))
        .append("</td><td>")
        .append(entry.verdict().key())
        .append("</td><td>")
        .append(escape(entry.reason()))
        .append("</td></tr>\n");
  }

  private void shared() {
    List<IndexOutcome.Shared> pairs = report.outcome().shared();
    if (pairs.isEmpty()) {
      return;
    }
    heading(2, "Files that share sound");
    page.append("<table><tr><th>file</th><th>file</th><th>seconds</th></tr>\n");
    for (IndexOutcome.Shared pair : pairs.subList(0, Math.min(MOST_ROWS, pairs.size()))) {
      page.append("<tr><td class=\"name\">")
          .append(escape(report.name(pair.first())))
          .append("</td><td class=\"name\">")
          .append(escape(report.name(pair.second())))
          .append("</td><td class=\"n\">")
          .append(String.format(Locale.ROOT, "%.1f", pair.millis() / 1e3))
          .append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private void heading(int level, String text) {
    page.append("<h").append(level).append('>').append(escape(text));
    page.append("</h").append(level).append(">\n");
  }

  /** Makes text harmless in HTML; control characters become visible symbols. */
  static String escape(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      visible.append(character < ' ' ? (char) ('\u2400' + character) : character);
    }
    return HtmlEscapers.htmlEscaper().escape(visible.toString());
  }
}

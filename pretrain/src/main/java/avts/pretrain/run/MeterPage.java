package avts.pretrain.run;

import avts.pretrain.eval.TextTable;
import avts.pretrain.report.Report;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Fact;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import avts.pretrain.report.Report.Table;
import avts.pretrain.report.ReportPage;
import avts.pretrain.sync.Confidence;
import avts.pretrain.sync.SyncReading;
import avts.pretrain.sync.Zero;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page of the sync meter: every file's offset, over time too, and how far to trust it. */
public final class MeterPage {
  /** Files whose curves are drawn; the table has all. */
  private static final int MAX_CURVES = 12;

  private static final double SECONDS_PER_MINUTE = 60;

  private MeterPage() {}

  /** Writes the page about {@code files} to {@code page}. */
  public static void write(ModelMeter meter, List<SyncFile> files, Path page) throws IOException {
    List<Chart> charts = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    String note = "model " + meter.model().id() + "; " + meter.calibration().zero().describe();
    tables.add(Table.of("Files", note, table(files)));
    for (SyncFile file : files.subList(0, Math.min(files.size(), MAX_CURVES))) {
      if (!file.reading().curve().isEmpty()) {
        charts.add(evidence(file));
      }
      if (file.reading().segments().size() > 1) {
        overTime(file).ifPresent(charts::add);
        tables.add(Table.of("Segments of " + file.name(), note, segments(file.reading())));
      }
    }
    charts.add(reliability(meter));
    ReportPage.write(
        new Report(
            "Sync of " + files.size() + (files.size() == 1 ? " file" : " files"),
            List.of(
                new Fact("model", meter.model().id()),
                new Fact("zero", zero(meter.calibration().zero())),
                new Fact("sign", "above 0: the sound comes too late"),
                new Fact("verdicts", "ITU-R BT.1359-1")),
            charts,
            tables,
            List.of(),
            List.of(),
            List.of(),
            List.of()),
        page);
  }

  private static String zero(Zero zero) {
    return zero.known()
        ? String.format(Locale.ROOT, "%+.1f ms (%s)", zero.millis(), zero.source().key())
        : "not measured";
  }

  /** Returns offset, confidence, drift and verdict of each file as a table for people. */
  public static TextTable table(List<SyncFile> files) {
    TextTable table =
        new TextTable(
            List.of("file", "offset", "confidence", "drift", "container", "verdict", "note"));
    for (SyncFile file : files) {
      SyncReading reading = file.reading();
      Double drift = reading.driftMillisPerMinute();
      table.add(
          List.of(
              file.name(),
              millis(reading.offsetMillis()),
              TextTable.fixed(reading.confidence(), 2),
              drift == null ? "-" : String.format(Locale.ROOT, "%+.1f ms/min", drift),
              file.container() == null ? "-" : millis(file.container().offsetMicros() / 1000.0),
              reading.verdict().key().replace('_', ' '),
              reading.reason()));
    }
    return table;
  }

  /** Returns the offsets of the stretches of a file as a table for people. */
  public static TextTable segments(SyncReading reading) {
    TextTable table = new TextTable(List.of("from", "to", "offset", "confidence"));
    for (SyncReading.Segment segment : reading.segments()) {
      table.add(
          List.of(
              TextTable.fixed(segment.startSeconds(), 2) + " s",
              TextTable.fixed(segment.endSeconds(), 2) + " s",
              millis(segment.offsetMillis()),
              TextTable.fixed(segment.confidence(), 2)));
    }
    return table;
  }

  private static String millis(@Nullable Double millis) {
    return millis == null ? "-" : String.format(Locale.ROOT, "%+.0f ms", millis);
  }

  private static Chart evidence(SyncFile file) {
    return new Chart(
        "Evidence, " + file.name(),
        "how much likelier the scores are with an offset than with none; a single high peak is an"
            + " offset, several are a rhythm, none is nothing to tell",
        Kind.LINE,
        "offset, ms (above 0: the sound comes too late)",
        "log-odds",
        List.of(
            new Series(
                "evidence",
                file.reading().curve().stream()
                    .map(support -> new Point(support.offsetMillis(), support.logOdds()))
                    .toList())));
  }

  private static Optional<Chart> overTime(SyncFile file) {
    List<Point> points = new ArrayList<>();
    for (SyncReading.Segment segment : file.reading().segments()) {
      Double offset = segment.offsetMillis();
      if (offset != null) {
        double middle = (segment.startSeconds() + segment.endSeconds()) / 2;
        points.add(new Point(middle / SECONDS_PER_MINUTE, offset));
      }
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "Offset over time, " + file.name(),
                "each segment by itself; segments that cannot be told are left out",
                Kind.LINE,
                "minutes",
                "offset, ms",
                List.of(new Series("offset", points))));
  }

  private static Chart reliability(ModelMeter meter) {
    List<Confidence.Bin> bins = meter.calibration().reliability();
    return new Chart(
        "Reliability",
        "confidence against truth on "
            + meter.calibration().files()
            + " validation files, on which it was fitted; on the line it keeps its word",
        Kind.LINE,
        "confidence",
        "share right to 40 ms",
        List.of(
            new Series(
                "measured",
                bins.stream().map(bin -> new Point(bin.confidence(), bin.right())).toList()),
            new Series("ideal", List.of(new Point(0, 0), new Point(1, 1)))));
  }
}

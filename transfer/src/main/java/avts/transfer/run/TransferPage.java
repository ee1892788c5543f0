package avts.transfer.run;

import avts.pretrain.report.Report;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Fact;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import avts.pretrain.report.Report.Table;
import avts.pretrain.report.ReportPage;
import avts.transfer.feature.Plane;
import avts.transfer.run.TransferFigures.RowFigures;
import avts.transfer.tdl.MappingQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The page about a run: tables, accuracy by layer, confusion matrices, config. */
public final class TransferPage {

  private TransferPage() {}

  /** Writes the page. */
  public static void write(TransferRun run, TransferFigures figures, Path file) throws IOException {
    String protocol = Protocols.describe(run.config().value().protocol());
    List<Chart> charts = new ArrayList<>(List.of(byLayer(figures, protocol)));
    run.read().stream()
        .filter(cell -> cell.row().equals(run.config().value().comparison().gain()))
        .filter(cell -> cell.mapping() != null)
        .findFirst()
        .flatMap(TransferPage::plane)
        .ifPresent(charts::add);
    ReportPage.write(
        new Report(
            "Lip reading with sound: " + run.set().name(),
            facts(run, figures, protocol),
            charts,
            List.of(
                Table.of(
                    "Accuracy of each row",
                    protocol + "; difference and p against the baseline, over takes",
                    TransferTable.rows(figures)),
                Table.of(
                    "Rows of mapped sound against their controls",
                    protocol,
                    TransferTable.controls(figures))),
            figures.rows().stream().map(row -> matrix(row, protocol)).toList(),
            List.of(),
            List.of(),
            List.of(
                new Report.Text("Config", run.config().yaml()),
                new Report.Text("Left out", String.join("\n", run.set().problems())))),
        file);
  }

  private static List<Fact> facts(TransferRun run, TransferFigures figures, String protocol) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("protocol", protocol));
    facts.add(new Fact("takes asked", figures.takes() + ""));
    facts.add(new Fact("config", run.config().hash()));
    TransferTable.sentences(figures).forEach(sentence -> facts.add(new Fact("", sentence)));
    return facts;
  }

  private static Report.Matrix matrix(RowFigures row, String protocol) {
    return new Report.Matrix(
        row.name(),
        protocol + "; answers summed over seeds",
        row.confusion().labels(),
        row.confusion().counts());
  }

  /** Where the sound of one fold's test takes was mapped to, beside what was seen. */
  private static Optional<Chart> plane(Cell cell) {
    MappingQuality mapping = Objects.requireNonNull(cell.mapping());
    if (mapping.mapped() == null || mapping.seen() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Chart(
            "Mapped and true activations, " + cell.row(),
            "test takes of fold "
                + cell.fold()
                + ", seed "
                + cell.seed()
                + "; principal components of the true ones; "
                + mapping.settings(),
            Kind.POINTS,
            "first component",
            "second component",
            List.of(
                new Series("true", points(mapping.seen())),
                new Series("mapped", points(mapping.mapped())))));
  }

  private static List<Point> points(List<Plane.Point> places) {
    return places.stream().map(place -> new Point(place.x(), place.y())).toList();
  }

  /** Accuracy over i, a curve for each kind of row that has layers. */
  private static Chart byLayer(TransferFigures figures, String protocol) {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    for (RowFigures row : figures.rows()) {
      int digit = row.name().replaceFirst("-[a-z]+$", "").length() - 1;
      if (Character.isDigit(row.name().charAt(digit))) {
        String kind = row.name().substring(0, digit - 1) + row.name().substring(digit + 1);
        curves
            .computeIfAbsent(kind, name -> new ArrayList<>())
            .add(
                new Point(
                    Character.digit(row.name().charAt(digit), 10), 100 * row.accuracy().value()));
      } else {
        curves.put(
            row.name(),
            new ArrayList<>(
                List.of(
                    new Point(0, 100 * row.accuracy().value()),
                    new Point(3, 100 * row.accuracy().value()))));
      }
    }
    return new Chart(
        "Accuracy of TDLFT(i)",
        protocol,
        Kind.LINE,
        "layer i above which the network is fine-tuned",
        "accuracy, %",
        curves.entrySet().stream()
            .map(curve -> new Series(curve.getKey(), curve.getValue()))
            .toList());
  }
}

package avts.distill.run;

import avts.distill.run.DistillFigures.NoiseFigures;
import avts.distill.run.DistillFigures.RowFigures;
import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.report.Report;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Fact;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import avts.pretrain.report.Report.Table;
import avts.pretrain.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page about a run: a table a level of noise, the measure over noise, confusions, config. */
public final class DistillPage {

  private DistillPage() {}

  /** Writes the page. */
  public static void write(DistillRun run, DistillFigures figures, Path file) throws IOException {
    String protocol = Protocols.describe(run.config().value().protocol());
    List<Table> tables = new ArrayList<>();
    List<Report.Matrix> matrices = new ArrayList<>();
    for (NoiseFigures one : figures.tables()) {
      String noise = "noise " + one.noise();
      tables.add(
          Table.of(
              "Rows, " + noise,
              protocol + "; against scratch",
              DistillTable.rows(figures.measure(), one)));
      if (!one.pairs().isEmpty()) {
        tables.add(Table.of("Comparisons, " + noise, protocol, DistillTable.pairs(one)));
      }
      for (RowFigures row : one.rows()) {
        Confusion confusion = row.confusion();
        if (confusion != null) {
          matrices.add(
              new Report.Matrix(
                  row.name() + ", " + noise,
                  protocol + "; answers summed over seeds",
                  confusion.labels(),
                  confusion.counts()));
        }
      }
    }
    ReportPage.write(
        new Report(
            "Audio-only students: " + run.set().name(),
            facts(run, figures, protocol),
            figures.tables().size() > 1 ? List.of(byNoise(figures, protocol)) : List.of(),
            tables,
            matrices,
            List.of(),
            List.of(),
            List.of(
                new Report.Text("Config", run.config().yaml()),
                new Report.Text("Left out", String.join("\n", run.set().problems())))),
        file);
  }

  private static List<Fact> facts(DistillRun run, DistillFigures figures, String protocol) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("protocol", protocol));
    facts.add(new Fact(figures.measure().asked() + " asked", figures.asked() + ""));
    facts.add(new Fact("config", run.config().hash()));
    for (String encoders : DistillTable.encoders(run.encoders())) {
      facts.add(new Fact("encoders", encoders));
    }
    facts.add(new Fact("", DistillTable.sentence(figures)));
    return facts;
  }

  private static Chart byNoise(DistillFigures figures, String protocol) {
    List<Series> curves = new ArrayList<>();
    for (int row = 0; row < figures.tables().get(0).rows().size(); row++) {
      List<Point> points = new ArrayList<>();
      for (NoiseFigures one : figures.tables()) {
        points.add(new Point(one.noise(), 100 * one.rows().get(row).value().value()));
      }
      curves.add(new Series(figures.tables().get(0).rows().get(row).name(), points));
    }
    return new Chart(
        figures.measure().text() + " over noise",
        protocol,
        Kind.LINE,
        "noise, deviations of each feature",
        figures.measure().text() + ", %",
        curves);
  }
}

package avts.pretrain.run;

import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedPairs.Row;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.eval.BlindFigures;
import avts.pretrain.eval.CellFigures;
import avts.pretrain.eval.Measurement;
import avts.pretrain.eval.OffsetFigures;
import avts.pretrain.eval.ScoredPair;
import avts.pretrain.eval.SyncEvaluator;
import avts.pretrain.eval.TwoWayFigures;
import avts.pretrain.report.Examples;
import avts.pretrain.report.KeptFigures;
import avts.pretrain.report.MetricsLog;
import avts.pretrain.report.NearestPictures;
import avts.pretrain.report.Report;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Fact;
import avts.pretrain.report.Report.Table;
import avts.pretrain.report.Report.Text;
import avts.pretrain.report.ReportPage;
import avts.pretrain.report.RunCharts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code report.html} of a run: curves, figures, examples, config and provenance on one page. */
public final class RunReport {
  private static final int EXAMPLES = 8;
  private static final int NEIGHBOURS = 6;

  private RunReport() {}

  /**
   * Writes the page into the run's folder.
   *
   * @param evaluation the opened model
   * @param measures what was measured on its test files
   * @param offsets the score against the shift
   * @return the page
   */
  public static Path write(ModelEvaluation evaluation, SyncMeasures measures, OffsetFigures offsets)
      throws IOException, MediaException, InterruptedException {
    TrainedModel model = evaluation.model();
    String note = note(evaluation);
    KeptFigures kept = KeptFigures.of(model.run());
    List<Table> tables = new ArrayList<>(tables(measures, offsets, note));
    tables.addAll(kept.tables());
    List<Chart> charts = new ArrayList<>(charts(model.run(), measures.result(), offsets, note));
    charts.addAll(kept.charts());
    Report report =
        new Report(
            "AVTS run " + model.run().getFileName(),
            facts(evaluation, measures),
            charts,
            tables,
            kept.matrices(),
            new NearestPictures(evaluation.manifest(), evaluation.test(), model.embedder())
                .of(NEIGHBOURS),
            new Examples(evaluation.manifest(), evaluation.test()).of(measures.result(), EXAMPLES),
            List.of(
                new Text("Configuration", model.config().yaml()),
                new Text("Provenance", Files.readString(model.run().resolve(Provenance.FILE)))));
    Path page = model.run().resolve("report.html");
    ReportPage.write(report, page);
    return page;
  }

  private static String note(ModelEvaluation evaluation) {
    Measurement<?> head = evaluation.measurement("report", evaluation.model().config().value());
    return "protocol "
        + head.protocol()
        + ", seed "
        + head.seed()
        + ", model "
        + head.model()
        + ", config "
        + head.configHash().substring(0, 12);
  }

  private static List<Fact> facts(ModelEvaluation evaluation, SyncMeasures measures) {
    TrainedModel model = evaluation.model();
    return List.of(
        new Fact("model", model.id()),
        new Fact("trained values", Integer.toString(model.parameterCount())),
        new Fact("seed", Long.toString(model.config().value().seed())),
        new Fact("config", model.config().hash().substring(0, 12)),
        new Fact("test files", Integer.toString(evaluation.test().sampler().usableFiles().size())),
        new Fact("seen in training", Integer.toString(measures.seenInTraining())));
  }

  private static List<Chart> charts(
      Path run, SyncEvaluator.Result result, OffsetFigures offsets, String note)
      throws IOException {
    List<Chart> charts =
        new ArrayList<>(RunCharts.training(MetricsLog.read(run.resolve("metrics.jsonl")), note));
    for (Row row : List.of(Row.EASY, Row.HARD, Row.SUPER_HARD)) {
      List<ScoredPair> pairs = result.pairs().stream().filter(pair -> pair.row() == row).toList();
      if (!pairs.isEmpty()) {
        charts.add(RunCharts.scores(row.key(), pairs, note));
      }
    }
    charts.add(RunCharts.offsets(offsets, note));
    return charts;
  }

  private static List<Table> tables(SyncMeasures measures, OffsetFigures offsets, String note) {
    SyncEvaluator.Result result = measures.result();
    List<Table> tables = new ArrayList<>();
    tables.add(Table.of("Synchronisation", note, result.sync().table()));
    tables.add(Table.of("Two-way choices", note, TwoWayFigures.table(result.twoWay())));
    measures
        .floors()
        .forEach(
            (name, figures) ->
                tables.add(
                    Table.of(
                        "Two-way choices of the " + name, note, TwoWayFigures.table(figures))));
    tables.add(Table.of("Blind controls", note, BlindFigures.table(result.blind())));
    CellFigures cells = measures.cells();
    if (cells != null) {
      tables.add(Table.of("What is heard, and when", note, cells.table()));
    }
    tables.add(Table.of("Offset", note, offsets.table()));
    return tables;
  }
}

package avts.cli;

import avts.datasets.media.MediaException;
import avts.pretrain.eval.BlindFigures;
import avts.pretrain.eval.CellFigures;
import avts.pretrain.eval.ScoredPairsFile;
import avts.pretrain.eval.SeedSpread;
import avts.pretrain.eval.SyncEvaluator;
import avts.pretrain.eval.TwoWayFigures;
import avts.pretrain.run.ModelEvaluation;
import avts.pretrain.run.SyncMeasures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts eval sync}: accuracy per class of negatives. */
@Command(
    name = "sync",
    description = {
      "Accuracy, ROC-AUC and EER for easy, hard and super-hard pairs, with the threshold chosen on"
          + " the validation files; two-way choices; blind controls.",
      "With several models (seeds of one experiment) also mean and spread."
    })
final class EvalSyncCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      arity = "1..*",
      description = "A run, or the folder of one checkpoint; several for mean and spread.")
  private List<Path> models;

  @Option(
      names = "--truth",
      paramLabel = "DIR",
      description =
          "Folder of avts synth --held-out with the test videos: also measures re-rendered sound"
              + " tracks (what x when).")
  private @Nullable Path truth;

  @Option(
      names = "--floors",
      description = "Also measures the envelope rule and ridge regression on the same choices.")
  private boolean floors;

  @Option(
      names = "--scores",
      paramLabel = "FILE",
      description = "Writes every test pair with its score as JSON lines (one model only).")
  private @Nullable Path scores;

  @Spec private CommandSpec command;
  @Mixin private ModelOptions options;
  @Mixin private Output out;

  /** What is written of several models. */
  private record Several(List<SyncMeasures> runs, SeedSpread spread) {}

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    if (models.size() > 1 && scores != null) {
      throw new ParameterException(command.commandLine(), "--scores takes one --model");
    }
    List<SyncMeasures> runs = new ArrayList<>();
    for (Path model : models) {
      try (ModelEvaluation evaluation = options.open(model)) {
        SyncMeasures measures = evaluation.measure(truth, floors);
        print(evaluation, measures);
        runs.add(measures);
        if (scores != null) {
          ScoredPairsFile.write(measures.result().pairs(), scores);
        }
        if (models.size() == 1) {
          options.write("eval sync", evaluation, measures);
        } else if (runs.size() == models.size()) {
          SeedSpread spread = evaluation.spread(runs);
          ModelOptions.print(out, spread.table());
          options.write("eval sync", evaluation, new Several(runs, spread));
        }
      }
    }
    if (runs.stream().anyMatch(run -> !run.result().failedControls().isEmpty())) {
      out.line(
          "a blind control beats chance: this pair set can be solved without comparing, and"
              + " its figures mean nothing");
      return Failures.DATA_REFUSED;
    }
    return 0;
  }

  private void print(ModelEvaluation evaluation, SyncMeasures measures) throws IOException {
    SyncEvaluator.Result result = measures.result();
    options.head(out, evaluation);
    ModelOptions.print(out, result.sync().table());
    ModelOptions.print(out, TwoWayFigures.table(result.twoWay()));
    measures
        .floors()
        .forEach(
            (name, figures) -> {
              out.line("%s, two-way choices on the same pairs:", name);
              ModelOptions.print(out, TwoWayFigures.table(figures));
            });
    ModelOptions.print(out, BlindFigures.table(result.blind()));
    CellFigures cells = measures.cells();
    if (cells != null) {
      ModelOptions.print(out, cells.table());
      if (!cells.redrawnLikeHard()) {
        out.line(
            "accuracy with redrawn onsets is more than 5 points away from that on hard pairs:"
                + " position or codec may be read");
      }
    }
  }
}

package avts.cli;

import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.pretrain.run.ModelEvaluation;
import avts.pretrain.run.ShiftMeasures;
import avts.pretrain.sync.ShiftFigures;
import avts.pretrain.sync.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts eval shifts}: how well the sync meter finds known shifts. */
@Command(
    name = "shifts",
    description =
        "Moves the sound of held-out files by known milliseconds, exchanges or removes it, and"
            + " compares what the sync meter says: errors, reliability of its confidence, and"
            + " whether it knows when there is nothing to tell.")
final class EvalShiftsCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint.")
  private Path model;

  @Option(
      names = "--max-files",
      paramLabel = "N",
      defaultValue = "200",
      description = "Most files that are used (default: ${DEFAULT-VALUE}).")
  private int maxFiles;

  @Option(
      names = "--per-file",
      paramLabel = "N",
      defaultValue = "4",
      description = "Shifts, and foreign sounds, for each file (default: ${DEFAULT-VALUE}).")
  private int perFile;

  @Option(
      names = "--max-shift",
      paramLabel = "MS",
      defaultValue = "500",
      description = "Greatest shift either way in milliseconds (default: ${DEFAULT-VALUE}).")
  private int maxShift;

  @Option(
      names = "--floors",
      description = "Also measures the envelope rule and ridge regression on the same trials.")
  private boolean floors;

  @Mixin private ModelOptions options;
  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    try (ModelEvaluation evaluation = options.open(model)) {
      ShiftMeasures measures =
          evaluation.shifts(
              new Trial.Plan(maxFiles, perFile, maxShift), floors, Progress.Mode.ofProcess());
      options.head(out, evaluation);
      ModelOptions.print(out, ShiftFigures.errors(measures.meters(), measures.alwaysZero()));
      ModelOptions.print(out, ShiftFigures.nothingToTell(measures.meters()));
      measures
          .meters()
          .forEach(
              (name, figures) -> {
                out.line("%s, reliability over all trials:", name);
                ModelOptions.print(out, figures.reliabilityTable());
              });
      options.write("eval shifts", evaluation, measures);
    }
    return 0;
  }
}

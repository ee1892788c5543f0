package avts.cli;

import avts.datasets.media.MediaException;
import avts.pretrain.run.ModelEvaluation;
import avts.pretrain.run.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts report}: one page about a run. */
@Command(
    name = "report",
    description =
        "Measures a run on its test files and writes RUN/report.html: curves, tables, histograms,"
            + " the offset curve, examples to watch and hear, config and provenance.")
final class ReportCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "Folder of the run.")
  private Path model;

  @Option(
      names = "--truth",
      paramLabel = "DIR",
      description =
          "Folder of avts synth --held-out with the test videos: also shows the answers to their"
              + " re-rendered sound tracks.")
  private @Nullable Path truth;

  @Option(
      names = "--floors",
      description =
          "Also measures what simple rules (envelope rule, ridge regression) reach on the same"
              + " pairs.")
  private boolean floors;

  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    try (ModelEvaluation evaluation =
        ModelEvaluation.open(model, new ModelEvaluation.Request(null, false))) {
      Path page =
          RunReport.write(evaluation, evaluation.measure(truth, floors), evaluation.offset());
      out.line("report %s", page);
    }
    return 0;
  }
}

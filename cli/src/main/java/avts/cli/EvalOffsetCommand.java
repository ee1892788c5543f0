package avts.cli;

import avts.datasets.media.MediaException;
import avts.pretrain.eval.OffsetFigures;
import avts.pretrain.run.ModelEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts eval offset}: the score against the shift of the sound. */
@Command(
    name = "offset",
    description =
        "Shifts the sound frame by frame: the score's curve, its peak, and how often the peak is"
            + " right to 0, 1, 2 frames. A shift above 0: the sound is taken from later.")
final class EvalOffsetCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint.")
  private Path model;

  @Mixin private ModelOptions options;
  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    try (ModelEvaluation evaluation = options.open(model)) {
      OffsetFigures figures = evaluation.offset();
      options.head(out, evaluation);
      ModelOptions.print(out, figures.table());
      options.write("eval offset", evaluation, figures);
    }
    return 0;
  }
}

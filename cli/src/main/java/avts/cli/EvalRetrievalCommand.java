package avts.cli;

import avts.datasets.media.MediaException;
import avts.pretrain.eval.RetrievalFigures;
import avts.pretrain.run.ModelEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts eval retrieval}: finds sounds by pictures and pictures by sounds. */
@Command(
    name = "retrieval",
    description = {
      "Finds the sound of given pictures and the pictures of given sounds, among clips of other"
          + " videos and among the moments of the same one: recall at 1, 5 and 10, median rank.",
      "Shifted windows: of consecutive segments, does the aligned window score highest?",
      "The clips are drawn once and kept in the run."
    })
final class EvalRetrievalCommand implements Callable<Integer> {

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
      RetrievalFigures figures = evaluation.retrieval();
      options.head(out, evaluation);
      out.line("%s", figures.protocol());
      ModelOptions.print(out, figures.table());
      ModelOptions.print(out, figures.shiftedTable());
      options.write(
          evaluation, evaluation.measurement("eval retrieval", figures.protocol(), figures));
    }
    return 0;
  }
}

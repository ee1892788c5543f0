package avts.cli;

import avts.datasets.media.MediaException;
import avts.pretrain.probe.video.VideoProbe;
import avts.pretrain.train.DivergenceException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code avts eval knn}: nearest neighbours by the frozen video encoder. */
@Command(
    name = "knn",
    description = {
      "Nearest neighbours by the frozen video encoder, beside the same encoder untrained: top-1"
          + " with an interval over groups and a paired test, at several shares of the labels.",
      "Their number is chosen on training videos kept apart."
    })
final class EvalKnnCommand implements Callable<Integer> {

  @Mixin private VideoProbeOptions options;
  @Mixin private Output out;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    try (VideoProbe probe = options.open(out)) {
      options.show(out, "eval knn", probe, probe.neighbours());
    }
    return 0;
  }
}

package avts.cli;

import avts.datasets.media.MediaException;
import avts.pretrain.probe.video.VideoProbe;
import avts.pretrain.train.DivergenceException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code avts eval linear}: a linear classifier on the frozen video encoder. */
@Command(
    name = "linear",
    description = {
      "Linear classifier on the frozen video encoder, beside the same encoder untrained: top-1 with"
          + " an interval over groups and a paired test, at several shares of the labels.",
      "The learning rate is chosen on training videos kept apart."
    })
final class EvalLinearCommand implements Callable<Integer> {

  @Mixin private VideoProbeOptions options;
  @Mixin private Output out;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    try (VideoProbe probe = options.open(out)) {
      options.show(out, "eval linear", probe, probe.linear());
    }
    return 0;
  }
}

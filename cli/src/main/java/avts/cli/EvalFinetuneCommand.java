package avts.cli;

import avts.datasets.media.MediaException;
import avts.pretrain.probe.video.VideoProbe;
import avts.pretrain.train.DivergenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts eval finetune}: the whole video encoder trained further with labels. */
@Command(
    name = "finetune",
    description = {
      "Trains the video encoder with a classifier on labelled videos, beside the same network from"
          + " scratch with the same steps: top-1 with an interval over groups and a paired test, at"
          + " several shares of the labels.",
      "The epoch is chosen on training videos kept apart. Each training is a run below DIR."
    })
final class EvalFinetuneCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the runs: one for each share of labels, start and seed.")
  private Path folder;

  @Option(
      names = "--resume",
      description = "Goes on with the runs that an interrupted call has begun in DIR.")
  private boolean resume;

  @Mixin private VideoProbeOptions options;
  @Mixin private Output out;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    try (VideoProbe probe = options.open(out)) {
      options.show(out, "eval finetune", probe, probe.finetune(folder, resume));
    }
    return 0;
  }
}

package avts.cli;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.doctor.OverfitSelfTest;
import avts.pretrain.run.Pretraining;
import avts.pretrain.train.DivergenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts pretrain}: trains the two encoders on unlabelled videos. */
@Command(
    name = "pretrain",
    description = {
      "Trains a video and an audio encoder to tell whether sound and picture are in step.",
      "Ctrl-C finishes the step and writes a checkpoint; --resume goes on from it to the bit."
    })
final class PretrainCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private ConfigOptions config;
  @Mixin private Output out;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "A manifest of avts index, a store of avts prepare, or a folder, list file or .tar shard"
              + " of videos, which is indexed first. Left out with --resume.")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "Folder for the run: a new one, or with --resume the one it was begun in.")
  private Path run;

  @Option(
      names = "--resume",
      description =
          "Goes on with the run that is in RUN, from its last checkpoint; config and --set must be"
              + " those it was begun with.")
  private boolean resume;

  @Option(
      names = "--overfit",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Self-test instead of training: learns N clips by heart, which must succeed; no run is"
              + " written.")
  private int overfit;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    checkArgument(overfit >= 0, "--overfit must not be negative, got %s", overfit);
    if (resume && overfit > 0) {
      throw new ParameterException(
          command.commandLine(), "--overfit begins afresh: leave --resume out and name --data");
    }
    if (data == null && !resume) {
      throw new ParameterException(command.commandLine(), "--data is required for a new run");
    }
    List<String> arguments = command.commandLine().getParseResult().originalArgs();
    Pretraining pretraining =
        new Pretraining(
            new Pretraining.Request(
                config.read(PretrainConfig.class),
                data,
                run,
                resume,
                arguments,
                sentence -> out.line("%s", sentence)));
    if (overfit > 0) {
      OverfitSelfTest.Verdict verdict = pretraining.overfit(overfit);
      out.line("%s", verdict.sentence());
      return verdict.passed() ? 0 : Failures.FAILED;
    }
    pretraining.run();
    return 0;
  }
}

package avts.cli;

import avts.datasets.media.MediaException;
import avts.distill.encoder.EncoderDistillConfig;
import avts.distill.encoder.EncoderDistillation;
import avts.pretrain.train.DivergenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code avts distill encoder}: a small audio encoder out of a pretrained run, without labels. */
@Command(
    name = "encoder",
    description = {
      "Trains a small audio encoder to give the embeddings that a pretrained model gives for the"
          + " pictures, or for pictures and sound, of unlabelled videos.",
      "The result is a run: avts export makes a bundle of its sound, avts embed and avts eval take"
          + " it like any other; its pictures are the teacher's.",
      "Ctrl-C finishes the step and writes a checkpoint; --resume goes on from it to the bit."
    })
final class DistillEncoderCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private ConfigOptions config;
  @Mixin private Output out;

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "The teacher: a run of avts pretrain, or the folder of one checkpoint.")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "A manifest of avts index, a store of avts prepare, or a folder, list file or .tar shard"
              + " of videos, which is indexed first (default: what the teacher was trained on)."
              + " Left out with --resume.")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "RUN2",
      required = true,
      description =
          "Folder for the student's run: a new one, or with --resume the one it was begun in.")
  private Path run;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Folder for the teacher's embeddings, which students of one teacher on the same clips"
              + " may share (default: teacher in RUN2).")
  private @Nullable Path cache;

  @Option(
      names = "--resume",
      description =
          "Goes on with the run that is in RUN2, from its last checkpoint; config, --set and"
              + " --model must be those it was begun with.")
  private boolean resume;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    new EncoderDistillation(
            new EncoderDistillation.Request(
                config.read(EncoderDistillConfig.class),
                model,
                data,
                run,
                cache,
                resume,
                command.commandLine().getParseResult().originalArgs(),
                sentence -> out.line("%s", sentence)))
        .run();
    return 0;
  }
}

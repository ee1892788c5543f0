package avts.cli;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.take.ClipPictures;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.eval.Measurement;
import avts.transfer.reader.LipReader;
import avts.transfer.reader.LipReader.Guess;
import avts.transfer.run.TransferConfig;
import avts.transfer.run.TransferRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code avts transfer predict}: what was said, from pictures alone. */
@Command(
    name = "predict",
    description = {
      "Tells what is said in clips of a mouth, from their pictures alone.",
      "The network was trained by avts transfer on all takes of its set. Clips show what the takes"
          + " showed: a mouth, one word from beginning to end (avts prepare --crop mouth cuts"
          + " mouths out)."
    })
final class TransferPredictCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A finished run of avts transfer.")
  private Path run;

  @Option(
      names = "--speaker",
      paramLabel = "NAME",
      defaultValue = "",
      description =
          "Who it is, where that is one of the speakers the run knows (default: a stranger).")
  private String speaker;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "1",
      description = "Guesses a clip, likeliest first (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the guesses as JSON.")
  private @Nullable Path json;

  @Parameters(
      paramLabel = "CLIP",
      arity = "1..*",
      description = "Video files, with or without sound, or .mat lips of AV-Letters.")
  private List<Path> clips;

  @Mixin private Output out;

  /** What is said in all clips. */
  record Predictions(List<Prediction> clips) {}

  /** What is said in one clip. */
  record Prediction(String clip, List<Guess> guesses) {}

  @Override
  public Integer call() throws IOException, MediaException {
    checkArgument(
        Files.exists(run.resolve(TransferRun.CONFIG)) && LipReader.isIn(run),
        "--model %s is no finished run of avts transfer, which leaves a lip reader: name another"
            + " folder, or give the run's command again",
        run);
    ResolvedConfig<TransferConfig> config =
        ConfigReader.read(run.resolve(TransferRun.CONFIG), List.of(), TransferConfig.class);
    List<Prediction> predictions = new ArrayList<>();
    try (LipReader reader = LipReader.read(run, config.value().tdl())) {
      for (Path clip : clips) {
        List<Guess> guesses =
            reader.guess(ClipPictures.read(clip, config.value().data().options()), speaker).stream()
                .limit(Math.max(1, top))
                .toList();
        predictions.add(new Prediction(clip.toString(), guesses));
        for (Guess guess : guesses) {
          out.line("%s  %s  %.1f %%", clip, guess.label(), 100 * guess.probability());
        }
      }
    }
    if (json != null) {
      new Measurement<>(
              "transfer predict",
              "pictures alone",
              config.value().protocol().seeds().get(0),
              run.getFileName() + "",
              config.hash(),
              new Predictions(predictions))
          .write(json);
    }
    return 0;
  }
}

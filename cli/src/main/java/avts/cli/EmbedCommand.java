package avts.cli;

import avts.datasets.clip.SlidingWindows;
import avts.datasets.progress.Progress;
import avts.datasets.time.ClipGrid;
import avts.pretrain.embed.EmbedInput;
import avts.pretrain.embed.EmbedRequest;
import avts.pretrain.embed.EmbeddingFile;
import avts.pretrain.embed.EmbeddingSet;
import avts.pretrain.embed.FeatureExtractor;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts embed}: vectors of any files by a trained model. */
@Command(
    name = "embed",
    description = {
      "Writes a vector for each clip of each file as float32 .npy [N, D], and beside it"
          + " NAME.ids.jsonl: the model, then file, stream and start of each row.",
      "With both streams there are two files, NAME.video.npy and NAME.audio.npy. A file that lacks"
          + " a stream, is shorter than a clip or cannot be decoded gives no vectors and is"
          + " counted; the exit code is 3 then."
    })
final class EmbedCommand implements Callable<Integer> {

  /** Which streams. */
  enum Streams {
    /** Pictures. */
    VIDEO(Tower.VIDEO),
    /** Sound. */
    AUDIO(Tower.AUDIO),
    /** Pictures and sound. */
    BOTH(Tower.VIDEO, Tower.AUDIO);

    private final ImmutableList<Tower> towers;

    Streams(Tower... towers) {
      this.towers = ImmutableList.copyOf(towers);
    }
  }

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint.")
  private Path model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description =
          "Videos and sound files, folders of such, list files (.txt, one path a line), manifests"
              + " (.jsonl), shards (.tar), and arrays of clips (.npy).")
  private List<Path> inputs;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .npy to write.")
  private Path target;

  @Option(
      names = "--streams",
      paramLabel = "STREAMS",
      defaultValue = "both",
      description = "video, audio or both (default: ${DEFAULT-VALUE}).")
  private Streams streams;

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      defaultValue = FeatureExtractor.ENCODER,
      description =
          "encoder: the encoder's output, averaged over space and time; head: the embedding that"
              + " pictures and sounds are compared by; or one layer, averaged likewise: conv1 to"
              + " conv5 (audio), stem, layer1 to layer4 (video) (default: ${DEFAULT-VALUE}).")
  private String layer;

  @Option(
      names = "--hop",
      paramLabel = "SECONDS",
      description = "Distance of two clips' beginnings (default: the length of a clip).")
  private @Nullable Double hopSeconds;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Files decoded at the same time (default: number of cores).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<EmbedInput> files = EmbedInput.find(inputs);
    try (TrainedModel opened = TrainedModel.open(model)) {
      ClipGrid grid = opened.config().value().grid();
      SlidingWindows windows =
          hopSeconds == null
              ? SlidingWindows.adjoining(grid)
              : new SlidingWindows(grid, hopSeconds);
      EmbedRequest request = new EmbedRequest(streams.towers, layer, windows, workers);
      EmbeddingSet.Written written =
          new EmbeddingSet(opened, request, target)
              .write(files, Progress.Mode.ofProcess(), (input, problem) -> complain(problem));
      for (int i = 0; i < written.files().size(); i++) {
        Path file = written.files().get(i);
        out.line(
            "%d vectors in %s, ids in %s",
            written.rows().get(i), file, EmbeddingFile.idsOf(file).getFileName());
      }
      out.line(
          "model %s, layer %s: %d of %d files embedded",
          opened.id(), layer, written.outcome().embedded(), files.size());
      return written.outcome().problems().isEmpty() ? 0 : Failures.DATA_REFUSED;
    }
  }

  private void complain(String problem) {
    if (!problem.isEmpty()) {
      out.complain(problem);
    }
  }
}

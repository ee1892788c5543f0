package avts.cli;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.progress.Progress;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.SlidingWindows;
import avts.distill.bundle.BundleEmbedder;
import avts.distill.runtime.Bundle;
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
      paramLabel = "RUN|BUNDLE",
      required = true,
      description =
          "A run, the folder of one checkpoint, or a bundle of avts export, which embeds WAV"
              + " files.")
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
      description = "video, audio or both (default: both; of a bundle audio).")
  private @Nullable Streams streams;

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description =
          "encoder: the encoder's output, averaged over space and time; head: the embedding that"
              + " pictures and sounds are compared by; or one layer, averaged likewise: conv1 to"
              + " conv5 (audio), stem, layer1 to layer4 (video) (default: encoder; of a bundle its"
              + " own).")
  private @Nullable String layer;

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
    return BundleEmbedder.isBundle(model) ? byBundle(files) : byRun(files);
  }

  private int byBundle(List<EmbedInput> files) throws IOException {
    try (Bundle bundle = Bundle.open(model)) {
      BundleEmbedder embedder = new BundleEmbedder(bundle, hopSeconds);
      checkArgument(
          streams == null || streams == Streams.AUDIO,
          "--streams: a bundle has an audio model, leave it out or say audio");
      checkArgument(
          layer == null || layer.equals(embedder.space().layer()),
          "--layer: the bundle gives %s; export the model with --layer %s",
          embedder.space().layer(),
          layer);
      BundleEmbedder.Written written = embedder.write(files, target);
      written.problems().forEach(out::complain);
      if (written.rows() > 0) {
        out.line(
            "%d vectors in %s, ids in %s",
            written.rows(), target, EmbeddingFile.idsOf(target).getFileName());
      }
      int embedded = files.size() - written.problems().size();
      out.line(
          "model %s, layer %s: %d of %d files embedded",
          embedder.space().model(), embedder.space().layer(), embedded, files.size());
      return written.problems().isEmpty() ? 0 : Failures.DATA_REFUSED;
    }
  }

  private int byRun(List<EmbedInput> files) throws IOException, InterruptedException {
    ImmutableList<Tower> towers = streams == null ? Streams.BOTH.towers : streams.towers;
    String chosen = layer == null ? FeatureExtractor.ENCODER : layer;
    try (TrainedModel opened = TrainedModel.open(model)) {
      ClipGrid grid = opened.config().value().grid();
      SlidingWindows windows =
          hopSeconds == null
              ? SlidingWindows.adjoining(grid)
              : new SlidingWindows(grid, hopSeconds);
      EmbedRequest request = new EmbedRequest(towers, chosen, windows, workers);
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
          opened.id(), chosen, written.outcome().embedded(), files.size());
      return written.outcome().problems().isEmpty() ? 0 : Failures.DATA_REFUSED;
    }
  }

  private void complain(String problem) {
    if (!problem.isEmpty()) {
      out.complain(problem);
    }
  }
}

package avts.cli;

import avts.datasets.time.ClipGrid;
import avts.datasets.time.SlidingWindows;
import avts.distill.bundle.AudioExport;
import avts.pretrain.embed.FeatureExtractor;
import avts.pretrain.exchange.OnnxFile;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts export}: a trained encoder without what was needed to train it. */
@Command(
    name = "export",
    description = {
      "Writes the audio encoder of a model as a bundle: a folder with model.onnx, features.yaml and"
          + " provenance.json, which the artefact avts-runtime, or any program with ONNX, turns"
          + " sound into vectors with. It is tried against the model before it is kept.",
      "With --onnx one encoder goes into one file, and nothing else is written.",
      "docs/runtime.md has both layouts and programs that use them."
    })
final class ExportCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint.")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "BUNDLE",
      required = true,
      description = "New folder for the bundle; with --onnx the file to write.")
  private Path target;

  @Option(
      names = "--onnx",
      paramLabel = "STREAM",
      description = "video or audio: the encoder that is written as one .onnx file.")
  private @Nullable Tower onnx;

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
      description =
          "Distance of two clips' beginnings that the bundle asks for (default: the length of a"
              + " clip).")
  private @Nullable Double hopSeconds;

  @Mixin private Output out;

  @Override
  public Integer call() throws IOException {
    try (TrainedModel model = TrainedModel.open(run)) {
      if (onnx != null) {
        FeatureExtractor extractor = FeatureExtractor.of(model, onnx, layer);
        new OnnxFile(
                extractor.model(), new OnnxFile.Origin(model.id(), layer, model.weightsSha256()))
            .write(target);
        out.line(
            "%s: %s of %s, vectors of %d values, %d bytes",
            target, extractor, model.id(), extractor.size(), Files.size(target));
        return 0;
      }
      ClipGrid grid = model.config().value().grid();
      SlidingWindows windows =
          hopSeconds == null
              ? SlidingWindows.adjoining(grid)
              : new SlidingWindows(grid, hopSeconds);
      double difference = new AudioExport(model, layer, windows).write(target);
      out.line(
          "%s: audio %s of %s, model.onnx of %d bytes; vectors differ from the model's by %.1e of"
              + " the largest value",
          target, layer, model.id(), Files.size(target.resolve("model.onnx")), difference);
      return 0;
    }
  }
}

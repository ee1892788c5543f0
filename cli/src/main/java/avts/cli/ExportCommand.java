package avts.cli;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.ClipGrid;
import avts.datasets.time.SlidingWindows;
import avts.distill.bundle.AudioExport;
import avts.distill.bundle.StudentExport;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.FeatureSettings.Kind;
import avts.distill.student.Student;
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
      "Of a run of avts distill whose config names deployed, writes that student, which tells"
          + " classes from whole files and from windows of a stream; labels.txt names them.",
      "With --onnx one encoder goes into one file, and nothing else is written.",
      "docs/runtime.md has both layouts and programs that use them."
    })
final class ExportCommand implements Callable<Integer> {
  private static final String TABLE = "cells";
  private static final String CLASSES = "classes";
  private static final String EMBEDDING = "embedding";

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint; or a run of avts distill.")
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
      description =
          "encoder: the encoder's output, averaged over space and time; head: the embedding that"
              + " pictures and sounds are compared by; or one layer, averaged likewise: conv1 to"
              + " conv5 (audio), stem, layer1 to layer4 (video) (default: encoder). Of a student:"
              + " classes, their probabilities; or embedding (default: classes).")
  private @Nullable String layer;

  @Option(
      names = "--hop",
      paramLabel = "SECONDS",
      description =
          "Distance of two clips' beginnings that the bundle asks for (default: the length of a"
              + " clip).")
  private @Nullable Double hopSeconds;

  @Option(
      names = "--window",
      paramLabel = "SECONDS",
      description =
          "Of a student: length of the windows that streams are cut into (default: the mean length"
              + " of the takes that it learned from). Other models have clips of one length.")
  private @Nullable Double windowSeconds;

  @Mixin private Output out;

  @Override
  public Integer call() throws IOException {
    if (Student.isIn(run)) {
      return student();
    }
    if (Files.isDirectory(run.resolve(TABLE))) {
      throw new IllegalArgumentException(
          run
              + " is the run of a table that left no student to ship: name one in its config by"
              + " deployed, and run avts distill with that into another folder");
    }
    checkArgument(
        windowSeconds == null, "--window: the model has clips of one length, leave it out");
    return encoder(layer == null ? FeatureExtractor.ENCODER : layer);
  }

  private int student() throws IOException {
    checkArgument(
        onnx == null, "--onnx: a student is written as a bundle, whose model.onnx is the network");
    String gives = layer == null ? CLASSES : layer;
    checkArgument(
        gives.equals(CLASSES) || gives.equals(EMBEDDING),
        "--layer: a student gives classes or embedding, not %s",
        gives);
    Student student = Student.read(run);
    SlidingWindows windows = StudentExport.windows(student.ear(), windowSeconds, hopSeconds);
    StudentExport export =
        new StudentExport(
            student,
            run.toAbsolutePath().normalize().getFileName() + "",
            gives.equals(CLASSES) ? Kind.CLASSES : Kind.EMBEDDING,
            windows);
    double difference = export.write(target);
    out.line(
        "%s: %s of student %s, model.onnx of %d bytes, windows of %s frames at %s; what it gives"
            + " differs from the network's by %.1e of the largest value",
        target,
        gives,
        student.origin().row(),
        Files.size(target.resolve(Bundle.MODEL)),
        windows.grid().frames(),
        windows.grid().rate(),
        difference);
    return 0;
  }

  private int encoder(String layer) throws IOException {
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
          target, layer, model.id(), Files.size(target.resolve(Bundle.MODEL)), difference);
      return 0;
    }
  }
}

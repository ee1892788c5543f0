package avts.cli;

import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.pretrain.eval.Measurement;
import avts.pretrain.probe.audio.AudioDataset;
import avts.pretrain.probe.audio.AudioProbe;
import avts.pretrain.probe.audio.DcaseReader;
import avts.pretrain.probe.audio.EscReader;
import avts.pretrain.probe.audio.SelectionFigures;
import avts.pretrain.probe.audio.SvmConfig;
import avts.pretrain.probe.audio.SvmFigures;
import avts.pretrain.report.KeptFigures;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts eval svm}: the audio probe. */
@Command(
    name = "svm",
    description = {
      "Classifies sounds by the frozen audio encoder: conv5 of sub-clips, one-vs-all linear SVM,"
          + " scores averaged over each recording, C chosen inside the training folds.",
      "Beside it, by the same classifier on the same folds: the encoder untrained, log-mel"
          + " statistics, and either encoder together with those."
    })
final class EvalSvmCommand implements Callable<Integer> {

  /** Layout of a data set. */
  enum Format {
    /** All classes of ESC-50. */
    ESC50,
    /** The ten classes of ESC-10. */
    ESC10,
    /** Scenes. */
    DCASE2014
  }

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint.")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the data set.")
  private Path data;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "Layout of the data set: esc50, esc10 or dcase2014.")
  private Format format;

  @Option(
      names = "--layers",
      paramLabel = "LAYER",
      split = ",",
      description =
          "Layers of the encoder; of several, one is chosen inside the training folds (default:"
              + " conv5).")
  private @Nullable List<String> layers;

  @Option(
      names = "--bands",
      paramLabel = "N",
      description = "Bands of the filter bank that a layer is pooled over (default: 3).")
  private @Nullable Integer bands;

  @Option(
      names = "--hop",
      paramLabel = "SECONDS",
      description = "Distance of the beginnings of two sub-clips (default: 0.5).")
  private @Nullable Double hopSeconds;

  @Option(
      names = "--untrained-seeds",
      paramLabel = "SEED",
      split = ",",
      description = "Seeds of the untrained encoders to compare with (default: 1,2,3).")
  private @Nullable List<Long> untrainedSeeds;

  @Option(
      names = "--allow-seen",
      description = "Also tests recordings that the model has seen in training.")
  private boolean allowSeen;

  @Option(
      names = "--select",
      description =
          "Tests nothing: prints accuracies inside the training folds alone, to choose a model or"
              + " its training by.")
  private boolean select;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException {
    AudioDataset dataset =
        format == Format.DCASE2014
            ? DcaseReader.read(data)
            : EscReader.read(data, format == Format.ESC10);
    try (TrainedModel opened = TrainedModel.open(model)) {
      AudioProbe probe = new AudioProbe(opened, dataset, config());
      Measurement<?> measured = select ? select(probe) : measure(probe);
      KeptFigures.keep(opened.run(), measured);
      if (json != null) {
        measured.write(json);
      }
    }
    return 0;
  }

  private void head(Measurement<?> measured) {
    out.line(
        "model %s, protocol %s, seed %d, config %.12s",
        measured.model(), measured.protocol(), measured.seed(), measured.configHash());
  }

  private Measurement<SelectionFigures> select(AudioProbe probe)
      throws IOException, MediaException {
    Measurement<SelectionFigures> measured = probe.select(Progress.Mode.ofProcess());
    head(measured);
    out.line("configurations tried: %d", measured.figures().configurations());
    ModelOptions.print(out, measured.figures().table());
    return measured;
  }

  private Measurement<SvmFigures> measure(AudioProbe probe) throws IOException, MediaException {
    Measurement<SvmFigures> measured = probe.measure(allowSeen, Progress.Mode.ofProcess());
    SvmFigures figures = measured.figures();
    head(measured);
    out.line(
        "%d recordings, %d sub-clips (%d of digital silence dropped), seen in training: %d,"
            + " configurations tried: %d",
        figures.recordings(),
        figures.subClips(),
        figures.droppedSubClips(),
        figures.seenInTraining(),
        figures.configurations());
    ModelOptions.print(out, figures.table());
    ModelOptions.print(out, figures.testTable());
    return measured;
  }

  private SvmConfig config() {
    SvmConfig standard = SvmConfig.standard();
    return new SvmConfig(
        layers == null ? standard.layers() : layers,
        bands == null ? standard.bands() : bands,
        hopSeconds == null ? standard.hopSeconds() : hopSeconds,
        standard.costs(),
        standard.innerFolds(),
        standard.bootstrapDraws(),
        untrainedSeeds == null ? standard.untrainedSeeds() : untrainedSeeds,
        standard.seed());
  }
}

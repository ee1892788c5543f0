package avts.cli;

import avts.datasets.label.LabelFormat;
import avts.datasets.progress.Progress;
import avts.pretrain.eval.Measurement;
import avts.pretrain.probe.video.ProbeFigures;
import avts.pretrain.probe.video.VideoProbe;
import avts.pretrain.probe.video.VideoProbeConfig;
import avts.pretrain.report.KeptFigures;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every video probe asks for. */
@Command
final class VideoProbeOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private ConfigOptions config;

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint, whose video encoder is probed.")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the labelled videos.")
  private Path data;

  @Option(
      names = "--format",
      paramLabel = "LAYOUT",
      required = true,
      description =
          "Layout of DIR: ucf101 (Class/v_Class_g01_c01.avi, ucfTrainTestlist/), hmdb51"
              + " (class/name.avi, testTrainMulti_7030_splits/) or folders (train/class/name and"
              + " test/class/name).")
  private LabelFormat format;

  @Option(
      names = "--split",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of the split (default: ${DEFAULT-VALUE}).")
  private int split;

  @Option(
      names = "--allow-seen",
      description = "Also tests videos that the model has seen in pretraining.")
  private boolean allowSeen;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  /** Opens model and labels. */
  @MustBeClosed
  VideoProbe open(Output out) throws IOException, InterruptedException {
    return VideoProbe.open(
        new VideoProbe.Request(
            model,
            format.read(data, split),
            config.read(VideoProbeConfig.class),
            allowSeen,
            command.commandLine().getParseResult().originalArgs(),
            Progress.Mode.ofProcess(),
            sentence -> out.line("%s", sentence)));
  }

  /** Prints and writes what was measured. */
  void show(Output out, String name, VideoProbe probe, ProbeFigures figures) throws IOException {
    Measurement<ProbeFigures> measured = probe.measurement(name, figures);
    out.line(
        "model %s, protocol %s, config %s, %d test videos of %d groups, %d classes, chance %.1f %%,"
            + " seen in training: %d, settings tried: %d",
        measured.model(),
        measured.protocol(),
        measured.configHash(),
        figures.testVideos(),
        figures.testGroups(),
        figures.classes().size(),
        100 * figures.chance(),
        figures.seenInTraining(),
        figures.settingsTried());
    ModelOptions.print(out, figures.table());
    KeptFigures.keep(probe.run(), measured);
    if (json != null) {
      measured.write(json);
    }
  }
}

package avts.cli;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.Window;
import avts.datasets.features.FileFeatures;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.NpyFile;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts features}: writes what networks are fed, as .npy. */
@Command(
    name = "features",
    description = {
      "Writes features as float32 .npy.",
      "--audio: log filter bank of the whole file at its own sample rate, [1, filters, windows],"
          + " not normalised.",
      "--network: one clip resampled and scaled exactly as the network sees it (features not yet"
          + " normalised by the training set, pixels normalised by the config)."
    })
final class FeaturesCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--network",
      description = "One clip as the network sees it; needs --config. Always so for --video.")
  private boolean network;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Config file of the experiment; needed by --network and --video.")
  private @Nullable Path config;

  @Option(
      names = "--start-frame",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "First frame of the clip, counted from 0 at the config's frame rate (default:"
              + " ${DEFAULT-VALUE}).")
  private long startFrame;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .npy to write.")
  private Path target;

  @Mixin private Output out;

  /** Either the sound or the pictures of a file. */
  static final class Source {
    @Option(names = "--audio", paramLabel = "FILE", description = "Sound of this file.")
    private @Nullable Path audio;

    @Option(names = "--video", paramLabel = "FILE", description = "Pictures of this file.")
    private @Nullable Path video;
  }

  @Override
  public Integer call() throws IOException, MediaException {
    NpyFile.Array array = features();
    NpyFile.write(target, array.values(), array.shape());
    out.line("%s %s", Arrays.toString(array.shape()), target);
    return 0;
  }

  private NpyFile.Array features() throws MediaException {
    Path audio = source.audio;
    if (audio != null && !network) {
      return FileFeatures.wholeSound(MediaSource.of(audio), FilterBankConfig.paper());
    }
    if (config == null) {
      throw new ParameterException(command.commandLine(), "--network and --video need --config");
    }
    checkArgument(startFrame >= 0, "--start-frame must not be negative, got %s", startFrame);
    PretrainConfig wanted = ConfigReader.read(config, List.of(), PretrainConfig.class).value();
    ClipReader clips =
        new ClipReader(
            wanted.clip(),
            wanted.features(),
            AugmentConfig.off(),
            FeatureNormalisation.none(wanted.features().filters()));
    Window window = new Window(0, startFrame, wanted.grid().sampleAt(startFrame));
    return audio != null
        ? FileFeatures.networkAudio(MediaSource.of(audio), clips, window)
        : FileFeatures.networkVideo(MediaSource.of(checkNotNull(source.video)), clips, window);
  }
}

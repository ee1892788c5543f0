package avts.cli;

import avts.datasets.manifest.Manifest;
import avts.datasets.progress.Progress;
import avts.datasets.store.StoreConfig;
import avts.datasets.store.StorePreparer;
import avts.datasets.store.StoreReport;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.run.DataRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code avts prepare}: re-encodes videos once, so that training reads them cheaply. */
@Command(
    name = "prepare",
    description = {
      "Re-encodes the usable videos of a manifest into a store made for training: small pictures,"
          + " every one a key frame, mono sound, both from time 0 on, checksums.",
      "Size and rates are those of the config. An interrupted call continues where it stopped.",
      "With --crop mouth: cuts the mouths out into small videos instead."
    })
final class PrepareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MANIFEST", description = "File written by avts index.")
  private Path manifest;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Config file of the experiment; required, except with --crop.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the config, such as clip.small_side_max=64; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "STORE",
      required = true,
      description = "Folder to fill, for --data of avts pretrain; the originals are left alone.")
  private Path store;

  @Option(
      names = "--picture",
      defaultValue = "mjpeg",
      description = "How pictures are kept: mjpeg (small) or raw (large, exact); default: mjpeg.")
  private StoreConfig.Picture picture;

  @Option(
      names = "--quality",
      paramLabel = "Q",
      defaultValue = "2",
      description = "Quantiser of mjpeg, 1 (best) to 31 (default: ${DEFAULT-VALUE}).")
  private int quality;

  @Mixin private MouthOptions mouth;

  @Spec private CommandSpec command;
  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (mouth.wanted()) {
      return mouth.run(usable(), store, out);
    }
    if (config == null) {
      throw new ParameterException(
          command.commandLine(), "Missing required option: '--config=FILE' (or --crop mouth)");
    }
    PretrainConfig wanted = ConfigReader.read(config, overrides, PretrainConfig.class).value();
    StoreConfig settings =
        new StoreConfig(
            wanted.clip().smallSideMax(),
            wanted.clip().frameRate(),
            wanted.features().sampleRate(),
            picture,
            quality,
            0);
    Manifest videos = usable();
    StoreReport report;
    try (Progress progress = Progress.start("prepare", "videos", videos.usable().size())) {
      report = new StorePreparer(settings).prepare(videos, store, progress);
    }
    for (StoreReport.Failure failure : report.failures()) {
      out.line("refused %s: %s", failure.name(), failure.reason());
    }
    out.line(
        "%d videos prepared, %d kept from before, %d refused, store %s",
        report.prepared(), report.kept(), report.failures().size(), store);
    return report.manifest().usable().isEmpty() ? Failures.DATA_REFUSED : 0;
  }

  /** Reads the manifest, of which something must be usable. */
  private Manifest usable() throws IOException {
    Manifest videos = Manifest.read(manifest);
    if (videos.usable().isEmpty()) {
      throw new DataRefusedException(
          "none of "
              + videos.entries().size()
              + " files of "
              + manifest
              + " is usable: see the reasons by avts index --report");
    }
    return videos;
  }
}

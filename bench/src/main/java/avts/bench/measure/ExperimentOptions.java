package avts.bench.measure;

import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code --config} and {@code --set}, alike for every benchmark of an experiment. */
@Command
public final class ExperimentOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Config file of the experiment, such as configs/quickstart.yaml.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the config, such as training.epochs=12; repeatable.")
  private List<String> overrides = new ArrayList<>();

  /** Returns the file of the experiment. */
  public Path file() {
    return file;
  }

  /** Returns the assignments of single keys. */
  public List<String> overrides() {
    return List.copyOf(overrides);
  }

  /** Reads the experiment with the overrides applied. */
  public PretrainConfig read() {
    return ConfigReader.read(file, overrides, PretrainConfig.class).value();
  }
}

package avts.cli;

import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code --config} and {@code --set}, alike for every command that runs an experiment. */
@Command
final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description =
          "Config file of the experiment, such as configs/quickstart.yaml; what each is for stands"
              + " at its head.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the config, such as training.epochs=3; repeatable.")
  private List<String> overrides = new ArrayList<>();

  /** Reads the experiment with the overrides applied. */
  <T extends Record> ResolvedConfig<T> read(Class<T> type) {
    return ConfigReader.read(file, overrides, type);
  }
}

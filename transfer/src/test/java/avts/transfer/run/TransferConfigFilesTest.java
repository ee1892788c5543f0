package avts.transfer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The experiments that come with the project. */
final class TransferConfigFilesTest {
  private static final Path CONFIGS = Path.of("..", "configs");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avletters.yaml",
        "avletters-grid.yaml",
        "avletters-floor.yaml",
        "avletters-classes.yaml",
        "avletters-early.yaml",
        "avletters-protocols.yaml",
        "avletters-encoders.yaml",
        "letters-transfer.yaml",
        "lips-own-data.yaml",
        "demo-transfer.yaml",
        "letters-curve-transfer.yaml"
      })
  void isAWholeExperimentAndSurvivesBeingWritten(String name) throws IOException {
    Path file = CONFIGS.resolve(name);
    ResolvedConfig<TransferConfig> config =
        ConfigReader.read(file, List.of(), TransferConfig.class);
    assertEquals(config, ConfigReader.parse(config.yaml(), "config.yaml", TransferConfig.class));
    String head = String.join("\n", Files.readAllLines(file).subList(0, 12));
    assertTrue(
        head.contains("# Purpose:") && head.contains("# Command:") && head.contains("# Hardware:"),
        name + " needs purpose, command and hardware");
  }
}

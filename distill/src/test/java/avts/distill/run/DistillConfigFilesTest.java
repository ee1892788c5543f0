package avts.distill.run;

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
final class DistillConfigFilesTest {
  private static final Path CONFIGS = Path.of("..", "configs");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lupi-nonsequential.yaml",
        "lupi-encoders.yaml",
        "lupi-sequential.yaml",
        "lupi-few-labels.yaml",
        "lupi-few-speakers.yaml",
        "lupi-letters.yaml",
        "lupi-own-data.yaml",
        "demo-distill.yaml",
        "lupi-speakers.yaml",
        "lupi-speakers-sequential.yaml",
        "lupi-verification.yaml",
        "lupi-emotion.yaml"
      })
  void isAWholeExperimentAndSurvivesBeingWritten(String name) throws IOException {
    Path file = CONFIGS.resolve(name);
    ResolvedConfig<DistillConfig> config = ConfigReader.read(file, List.of(), DistillConfig.class);
    assertEquals(config, ConfigReader.parse(config.yaml(), "config.yaml", DistillConfig.class));
    String head = String.join("\n", Files.readAllLines(file).subList(0, 12));
    assertTrue(
        head.contains("# Purpose:") && head.contains("# Command:") && head.contains("# Hardware:"),
        name + " needs purpose, command and hardware");
  }
}

package avts.distill.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.manifest.SplitConfig;
import avts.pretrain.config.ConfigException;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EncoderDistillConfigTest {
  private static final Path CONFIGS = Path.of("..", "configs");
  private static final Path FILE = CONFIGS.resolve("distill-encoder.yaml");

  private static ResolvedConfig<EncoderDistillConfig> read(String... overrides) {
    return ConfigReader.read(FILE, List.of(overrides), EncoderDistillConfig.class);
  }

  @Test
  void theFileIsAWholeExperimentAndSurvivesBeingWritten() throws IOException {
    ResolvedConfig<EncoderDistillConfig> config = read();
    assertEquals(
        config, ConfigReader.parse(config.yaml(), "config.yaml", EncoderDistillConfig.class));
    String head = String.join("\n", Files.readAllLines(FILE).subList(0, 10));
    assertTrue(
        head.contains("# Purpose:") && head.contains("# Command:") && head.contains("# Hardware:"));
  }

  /** What the run of the student does not share with the teacher's is what was asked for. */
  @Test
  void theStudentsRunIsTheTeachersButForItsSoundAndTraining() {
    PretrainConfig teacher =
        ConfigReader.read(CONFIGS.resolve("quickstart.yaml"), List.of(), PretrainConfig.class)
            .value();
    EncoderDistillConfig config = read("student.width=0.1", "seed=7").value();
    PretrainConfig run = config.run(teacher);
    assertEquals(0.1, run.network().audio().width());
    assertEquals(teacher.network().video(), run.network().video());
    assertEquals(teacher.network().head(), run.network().head());
    assertEquals(teacher.clip(), run.clip());
    assertEquals(teacher.features(), run.features());
    assertEquals(teacher.loss(), run.loss());
    assertEquals(teacher.evaluation(), run.evaluation());
    assertEquals(teacher.data(), run.data());
    assertEquals(7, run.seed());
    assertEquals(config.training(), run.training());
    assertEquals(config.clips().perBatch(), run.batch().clips());
    ResolvedConfig<PretrainConfig> written = new ResolvedConfig<>(run);
    assertEquals(written, ConfigReader.parse(written.yaml(), "c", PretrainConfig.class));
    EncoderDistillConfig split =
        read("split={rule: hash, validation_share: 0.2, test_share: 0.1, validation_list: \"\","
                + " test_list: \"\"}")
            .value();
    SplitConfig own = Objects.requireNonNull(split.split());
    assertEquals(0.2, own.validationShare());
    assertEquals(own, split.run(teacher).data().split());
  }

  @ParameterizedTest
  @CsvSource({
    "teacher=text, teacher",
    "clips.hop_seconds=0, hop_seconds",
    "clips.per_batch=1, per_batch",
    "loss.distance=0, nothing to learn",
    "loss.temperature=0, temperature",
    "student.width=0, width",
    "schedule.warmup_epochs=20, warmup_epochs",
    // The teacher's own filter bank is the student's: it is no setting.
    "features.sample_rate=8000, unknown key features"
  })
  void badValuesAreRefusedByName(String override, String named) {
    ConfigException refused = assertThrows(ConfigException.class, () -> read(override));
    assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
  }
}

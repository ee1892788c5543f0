package avts.pretrain.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.index.IndexConfig;
import avts.pretrain.testing.Experiments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in configs/ is a whole experiment whose values say where they come from. */
class ConfigFilesTest {
  private static final Path CONFIGS =
      Path.of(System.getProperty("avts.projectdir", "..")).resolve("configs");
  private static final String INDEX = "index.yaml";
  private static final Pattern VALUE = Pattern.compile("^ *(- )?[a-z0-9_]+: [^#]*[^# ]( #.*)?$");
  private static final Pattern MARKED = Pattern.compile(".* # (paper|inferred|default)$");

  @TempDir Path folder;

  static List<Path> files() throws IOException {
    return Experiments.in(CONFIGS);
  }

  private static ResolvedConfig<PretrainConfig> read(String name, String... overrides) {
    return ConfigReader.read(CONFIGS.resolve(name), List.of(overrides), PretrainConfig.class);
  }

  @ParameterizedTest
  @MethodSource("files")
  void isAWholeExperimentAndSurvivesBeingWritten(Path file) {
    ResolvedConfig<PretrainConfig> config =
        ConfigReader.read(file, List.of(), PretrainConfig.class);
    assertEquals(config, ConfigReader.parse(config.yaml(), "config.yaml", PretrainConfig.class));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyValueIsMarkedAndTheHeadSaysWhatItIsFor(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (String line : lines) {
      boolean value = VALUE.matcher(line).matches() && !line.startsWith("extends:");
      assertTrue(!value || MARKED.matcher(line).matches(), file.getFileName() + ": " + line);
    }
    String head = String.join("\n", lines.subList(0, Math.min(12, lines.size())));
    assertTrue(
        head.contains("# Purpose:") && head.contains("# Command:") && head.contains("# Hardware:"),
        file.getFileName() + " needs purpose, command and hardware");
  }

  @Test
  void runsOfEarlierVersionsHadOneNetwork() {
    ResolvedConfig<PretrainConfig> now = read("quickstart.yaml");
    String section = "engine:\n  convolutions: onednn\n  replicas: 1\n  batch_norm: per-part\n";
    assertTrue(now.yaml().contains(section), now.yaml());
    String earlier = now.yaml().replace(section, "");
    assertEquals(now, ConfigReader.parse(earlier, "config.yaml", PretrainConfig.class));
    String message =
        assertThrows(
                ConfigException.class,
                () ->
                    ConfigReader.read(
                        Files.writeString(folder.resolve("mine.yaml"), earlier),
                        List.of(),
                        PretrainConfig.class))
            .getMessage();
    assertTrue(String.valueOf(message).contains("missing key engine"), message);
  }

  @Test
  void runsOfEarlierVersionsKeptNothingInMemory() {
    ResolvedConfig<PretrainConfig> now = read("quickstart.yaml", "cache.megabytes=0");
    String earlier = now.yaml().replace("cache:\n  megabytes: 0\n", "");
    assertFalse(earlier.contains("cache"), earlier);
    assertEquals(now, ConfigReader.parse(earlier, "config.yaml", PretrainConfig.class));
  }

  @Test
  void theIndexFileHoldsTheUsualThresholds() {
    assertEquals(
        IndexConfig.standard(),
        ConfigReader.read(CONFIGS.resolve(INDEX), List.of(), IndexConfig.class).value());
  }

  @Test
  void thePaperIsWhatThePaperSays() {
    PretrainConfig paper = read("avts-paper.yaml").value();
    assertEquals(25, paper.clip().frames());
    assertEquals(99, paper.features().windows(paper.clip().samples(paper.features().sampleRate())));
    assertEquals(64, paper.batch().clips() * paper.batch().microBatches());
    assertEquals(0.99, paper.loss().margin());
    assertEquals(
        List.of(50, 40), paper.curriculum().stages().stream().map(s -> s.epochs()).toList());
    assertEquals(90, paper.training().epochs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network.head.time_steps=26      | network.head.time_steps must be at most",
        "batch.windows_per_video=1       | batch.windows_per_video must be at least 2",
        "batch.videos_per_batch=1        | batch.videos_per_batch must be at least 2",
        "training.epochs=50              | the last is never reached",
        "schedule.warmup_epochs=90       | schedule.warmup_epochs must be less than",
        "pairs.super_hard_min_seconds=1  | pairs.super_hard_min_seconds must be less than",
        "evaluation.threshold_rows=[undecidable] | evaluation.threshold_rows must be some of easy",
        "evaluation.shifts_millis=[80,80] | evaluation.shifts_millis must lie in",
        "data.statistics_share=0         | data.statistics_share must lie in (0, 1]",
        "engine.replicas=3               | engine.replicas must divide the clips of a micro-batch,"
            + " 16",
        "engine.replicas=0               | replicas must lie in 1..256",
        "cache.megabytes=-1              | megabytes must lie in 0..1000000, got -1",
        "loss.kind=infonce               | loss.normalise must be l2 where kind is infonce",
      })
  void contradictionsBetweenSectionsAreRefused(String override, String expected) {
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> read("avts-paper.yaml", override));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains(expected),
        String.valueOf(refusal.getMessage()));
  }
}

package avts.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every experiment in configs/ trains a few steps on tiny videos, across its curriculum's switch.
 */
final class ConfigRunsTest {
  private static final List<String> OTHERS =
      List.of(
          "avletters.yaml",
          "avletters-encoders.yaml",
          "avletters-floor.yaml",
          "avletters-classes.yaml",
          "avletters-early.yaml",
          "avletters-protocols.yaml",
          "letters-transfer.yaml",
          "demo-distill.yaml",
          "demo-transfer.yaml",
          "lips-own-data.yaml",
          "letters-curve-transfer.yaml",
          "distill-encoder.yaml",
          "lupi-emotion.yaml",
          "lupi-encoders.yaml",
          "lupi-nonsequential.yaml",
          "lupi-own-data.yaml",
          "lupi-sequential.yaml",
          "lupi-speakers-sequential.yaml",
          "lupi-speakers.yaml",
          "lupi-verification.yaml",
          "lupi-few-labels.yaml",
          "lupi-few-speakers.yaml",
          "lupi-letters.yaml",
          "mappings.yaml");

  @TempDir static Path folder;

  static List<String> configs() throws IOException {
    try (Stream<Path> files = Files.list(Commands.CONFIGS)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yaml") && !name.equals("index.yaml"))
          .filter(name -> !name.endsWith("-grid.yaml") && !name.equals("video-probe.yaml"))
          .filter(name -> !name.endsWith("-curve.yaml") && !OTHERS.contains(name))
          .sorted()
          .toList();
    }
  }

  @BeforeAll
  static void makeVideos() {
    Commands avts = new Commands(folder);
    avts.makeVideos();
    avts.succeed("index", avts.path("videos"), "--out", avts.path("m.jsonl"));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void trains(String config) throws IOException {
    Commands avts = new Commands(folder);
    avts.succeed(
        avts.pretrain(
            config,
            "m.jsonl",
            "run-" + config,
            "--set=training.epochs=2",
            "--set=schedule.warmup_epochs=0",
            "--set=curriculum.stages.0.epochs=1"));
    Path last = folder.resolve("run-" + config).resolve("checkpoints/last");
    assertTrue(Files.readString(last).startsWith("step-4"), config);
  }
}

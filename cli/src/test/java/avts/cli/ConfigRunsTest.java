package avts.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.testing.Experiments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every experiment in configs/ trains a few steps on tiny videos, across its curriculum's switch.
 */
final class ConfigRunsTest {
  @TempDir static Path folder;

  static List<String> configs() throws IOException {
    return Experiments.in(Commands.CONFIGS).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .toList();
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

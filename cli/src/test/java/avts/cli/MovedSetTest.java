package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import avts.datasets.media.ShiftedCopy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A set whose sound is 80 ms late throughout teaches a network that this is in step; the meter's
 * zero makes up for it. Trains for about two minutes.
 */
@Tag("slow")
final class MovedSetTest {
  private static final long LATER_MICROS = 80_000;

  @TempDir Path folder;

  @Test
  void zeroOfTheModelIsMeasuredAndSubtracted() throws IOException, MediaException {
    Commands avts = new Commands(folder);
    make(avts, "train", 200, 1);
    make(avts, "validation", 30, 2);
    avts.succeed(
        "synth", "--held-out", "--videos=20", "--seed=3", "--out", avts.path("as-they-are/test"));
    move("train");
    move("validation");
    avts.succeed("index", avts.path("moved"), "--out", avts.path("moved.jsonl"));
    avts.succeed(
        "pretrain",
        "--config",
        Commands.CONFIGS.resolve("demo.yaml").toString(),
        "--data",
        avts.path("moved.jsonl"),
        "--out",
        avts.path("run"),
        "--set=data.split.rule=hash");
    avts.succeed(
        "sync",
        avts.path("as-they-are/test"),
        "--model",
        avts.path("run"),
        "--json",
        avts.path("sync.json"));
    JsonNode figures =
        new JsonMapper().readTree(folder.resolve("sync.json").toFile()).path("figures");
    assertEquals("generated", figures.path("zero_source").asText());
    double zero = figures.path("zero_ms").asDouble();
    assertEquals(-LATER_MICROS / 1000.0, zero, 25, "what the model takes for in step");
    List<Double> offsets = new ArrayList<>();
    for (JsonNode file : figures.path("files")) {
      if (file.path("offset_ms").isNumber()) {
        offsets.add(file.path("offset_ms").asDouble());
      }
    }
    assertTrue(offsets.size() >= 12, offsets.size() + " of 20 could be told");
    double[] sorted = offsets.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    assertEquals(0, sorted[sorted.length / 2], 20, "median of files that are in step");
    long near = offsets.stream().filter(offset -> Math.abs(offset) <= 20).count();
    assertTrue(near >= 0.8 * offsets.size(), offsets.toString());
  }

  private static void make(Commands avts, String part, int videos, int seed) {
    avts.succeed(
        "synth", "--videos=" + videos, "--seed=" + seed, "--out", avts.path("as-they-are/" + part));
  }

  private void move(String part) throws IOException, MediaException {
    List<Path> videos;
    try (var files = Files.list(folder.resolve("as-they-are").resolve(part))) {
      videos = files.filter(file -> file.toString().endsWith(".mp4")).toList();
    }
    for (Path video : videos) {
      ShiftedCopy.write(
          MediaSource.of(video),
          LATER_MICROS,
          folder.resolve("moved").resolve(part).resolve(String.valueOf(video.getFileName())));
    }
  }
}

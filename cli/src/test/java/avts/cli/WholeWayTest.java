package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands one after another, on real mp4 files, as a newcomer types them. */
final class WholeWayTest {
  private static final String CONFIG = "demo.yaml";
  private static final String[] TWO_EPOCHS = {
    "--set=training.epochs=2", "--set=curriculum.stages.0.epochs=2"
  };

  @TempDir Path folder;

  private Commands avts;

  @BeforeEach
  void setUp() {
    avts = new Commands(folder);
  }

  @Test
  void fromSyntheticVideosToAReport() throws IOException {
    avts.makeVideos();
    avts.succeed(
        "index",
        avts.path("videos"),
        "--out",
        avts.path("m.jsonl"),
        "--report",
        avts.path("index.html"));
    assertTrue(avts.printed().contains("11 of 11 files usable"), avts.printed());
    avts.succeed(
        "prepare",
        avts.path("m.jsonl"),
        "--config",
        Commands.CONFIGS.resolve(CONFIG).toString(),
        "--out",
        avts.path("store"));
    avts.succeed(avts.pretrain(CONFIG, "store", "run", TWO_EPOCHS));
    Path run = folder.resolve("run");
    assertTrue(Files.readString(run.resolve("metrics.jsonl")).contains("\"type\":\"evaluation\""));

    avts.succeed(
        "eval",
        "sync",
        "--model",
        avts.path("run"),
        "--truth",
        avts.path("videos/test"),
        "--json",
        avts.path("sync.json"));
    JsonNode sync = new JsonMapper().readTree(folder.resolve("sync.json").toFile());
    assertEquals("eval sync", sync.path("command").asText());
    assertEquals(0, sync.at("/figures/seen_in_training").asInt(-1));
    checkCells(sync.path("figures"));
    avts.succeed("eval", "offset", "--model", avts.path("run"), "--json", avts.path("offset.json"));
    checkOffsets(new JsonMapper().readTree(folder.resolve("offset.json").toFile()));
    checkMeter(run);
    avts.succeed("report", "--model", avts.path("run"));
    assertTrue(Files.readString(run.resolve("report.html")).contains("Score against shift"));

    assertEquals(Failures.FAILED, avts.run(avts.pretrain(CONFIG, "store", "run")));
    assertTrue(avts.complained().contains("holds a run already"), avts.complained());
    assertEquals(
        Failures.USAGE,
        avts.run(
            avts.pretrain(CONFIG, "store", "run", "--resume", "--set=optimizer.learning_rate=1")));
    assertTrue(avts.complained().contains("optimizer.learning_rate"), avts.complained());
  }

  /** All cells are measured on the same windows, so their figures hang together. */
  private void checkCells(JsonNode figures) {
    List<JsonNode> cells = list(figures.at("/cells/cells"));
    assertEquals("same x same", cells.get(0).path("name").asText());
    assertEquals(
        Set.of("same x same", "same x redrawn", "other x same", "other x redrawn"),
        Set.copyOf(cells.stream().map(cell -> cell.path("name").asText()).toList()));
    assertTrue(cells.get(0).path("accuracy").isNull(), "there is nothing to tell it from");
    double own = share(cells.get(0).path("called_in_sync"));
    // A swap has four pairs of two windows, which several swaps may share.
    int windows = cells.get(0).path("pairs").asInt();
    int hardPairs = figures.at("/result/sync/rows/hard/pairs").asInt();
    assertTrue(windows >= 2 && 2 * windows <= hardPairs, windows + " windows of " + hardPairs);
    for (JsonNode cell : cells) {
      String name = cell.path("name").asText();
      assertEquals(windows, cell.path("pairs").asInt(), name);
      double called = share(cell.path("called_in_sync"));
      assertEquals(Math.rint(called * windows), called * windows, 1e-9, name);
      String line = String.format(Locale.ROOT, "%s +%.1f %%", name, 100 * called);
      if (!cell.path("accuracy").isNull()) {
        double accuracy = interval(cell.path("accuracy"));
        assertEquals((own + 1 - called) / 2, accuracy, 1e-9, name);
        line += String.format(Locale.ROOT, " +%.1f %% .*", 100 * accuracy);
      }
      assertPrinted(line + " +" + windows);
    }
    double hard = interval(figures.at("/result/sync/rows/hard/accuracy"));
    assertEquals(hard, figures.at("/cells/hard_accuracy").asDouble(-1));
    for (String row : List.of("easy", "hard", "super-hard")) {
      JsonNode measured = figures.at("/result/sync/rows/" + row);
      double accuracy = interval(measured.path("accuracy"));
      double area = interval(measured.path("roc_auc"));
      share(measured.path("equal_error_rate"));
      assertPrinted(
          String.format(
              Locale.ROOT,
              "%s +%.1f %% .* %.4f .* %s +[0-9]+",
              row,
              100 * accuracy,
              area,
              measured.path("pairs").asText()));
    }
  }

  /** A model this small can tell little; what it says must hang together. */
  private void checkMeter(Path run) throws IOException {
    String video = folder.resolve("videos/test").toString();
    avts.succeed(
        "sync",
        video,
        "--model",
        avts.path("run"),
        "--json",
        avts.path("readings.json"),
        "--report",
        avts.path("meter.html"));
    assertTrue(Files.exists(run.resolve("meter.json")));
    assertTrue(Files.readString(folder.resolve("meter.html")).contains("Reliability"));
    JsonNode figures =
        new JsonMapper().readTree(folder.resolve("readings.json").toFile()).path("figures");
    assertEquals("training_set", figures.path("zero_source").asText());
    List<JsonNode> files = list(figures.path("files"));
    assertTrue(files.size() >= 2, files.toString());
    for (JsonNode file : files) {
      double confidence = share(file.path("confidence"));
      boolean tells = !file.path("verdict").asText().equals("cannot_tell");
      assertEquals(confidence >= 0.5, tells, file.toString());
      assertEquals(tells, file.path("offset_ms").isNumber(), file.toString());
      assertEquals(0, file.path("container_offset_ms").asDouble(-1), file.toString());
    }
    boolean unsure =
        files.stream().anyMatch(file -> file.path("verdict").asText().equals("cannot_tell"));
    if (unsure) {
      assertEquals(5, avts.run("sync", video, "--check", "--model", avts.path("run")));
    }
    assertEquals(
        Failures.DATA_REFUSED,
        avts.run("sync", video, "--model", avts.path("run"), "--fix", avts.path("fixed")));
    assertTrue(avts.complained().contains("--reference"), avts.complained());

    avts.succeed(
        "eval",
        "shifts",
        "--per-file=1",
        "--model",
        avts.path("run"),
        "--json",
        avts.path("shifts.json"));
    JsonNode network =
        new JsonMapper()
            .readTree(folder.resolve("shifts.json").toFile())
            .at("/figures/meters/network");
    assertTrue(share(network.at("/estimate/within20")) <= share(network.at("/estimate/within200")));
    assertEquals(
        network.path("shifts").asInt(-1), network.path("errors_millis").size(), "one error each");
  }

  private void checkOffsets(JsonNode offset) {
    assertEquals("eval offset", offset.path("command").asText());
    JsonNode figures = offset.path("figures");
    int shifts = figures.path("curve").size();
    assertTrue(shifts % 2 == 1 && shifts > 1, "shifts: " + shifts);
    int peak = figures.path("peak_frames").asInt(shifts);
    double highest = figures.path("curve").get(peak + shifts / 2).path("mean").asDouble();
    for (int i = 0; i < shifts; i++) {
      JsonNode shift = figures.path("curve").get(i);
      assertEquals(i - shifts / 2, shift.path("frames").asInt(shifts));
      assertTrue(shift.path("mean").asDouble() <= highest, figures.toString());
      assertTrue(shift.path("p10").asDouble() <= shift.path("median").asDouble());
      assertTrue(shift.path("median").asDouble() <= shift.path("p90").asDouble());
    }
    for (String reading : List.of("per_window", "per_file")) {
      JsonNode within = figures.path(reading);
      assertTrue(share(within.path("frames0")) <= share(within.path("frames1")), reading);
      assertTrue(share(within.path("frames1")) <= share(within.path("frames2")), reading);
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  private static double share(JsonNode node) {
    assertTrue(node.isNumber() && node.asDouble() >= 0 && node.asDouble() <= 1, node.toString());
    return node.asDouble();
  }

  private static double interval(JsonNode node) {
    assertTrue(share(node.path("low")) <= share(node.path("high")), node.toString());
    return share(node.path("value"));
  }

  private void assertPrinted(String line) {
    assertTrue(
        avts.printed().lines().anyMatch(printed -> printed.matches(line)),
        () -> line + " is not in\n" + avts.printed());
  }

  @Test
  void trainsOnAFolderOfOriginalsAndKnowsItsOwnTrainingFiles() {
    avts.makeVideos();
    avts.succeed(avts.pretrain(CONFIG, "videos", "run", TWO_EPOCHS));
    assertEquals(
        Failures.DATA_REFUSED,
        avts.run(
            "eval",
            "sync",
            "--model",
            avts.path("run"),
            "--data",
            avts.path("run/manifest.jsonl")));
    assertTrue(avts.complained().contains("seen in training: 4"), avts.complained());
  }

  @Test
  void badInputsGetASentenceAndACode() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    String[] index = {"index", avts.path("empty"), "--out", avts.path("m.jsonl")};
    assertEquals(Failures.DATA_REFUSED, avts.run(index));
    Files.writeString(folder.resolve("empty/text.mp4"), "not a video");
    assertEquals(Failures.DATA_REFUSED, avts.run(index));
    assertTrue(avts.printed().contains("undecodable"), avts.printed());
    assertEquals(Failures.DATA_REFUSED, avts.run(avts.pretrain(CONFIG, "m.jsonl", "run")));
    assertTrue(avts.complained().contains("none of 1 files is usable"), avts.complained());
    assertEquals(
        Failures.FAILED, avts.run("index", avts.path("nowhere"), "--out", avts.path("m2.jsonl")));
    assertEquals(
        Failures.USAGE,
        avts.run(avts.pretrain(CONFIG, "m.jsonl", "run2", "--set=training.epoch=3")));
    assertTrue(avts.complained().contains("training.epoch"), avts.complained());
    assertEquals(Failures.FAILED, avts.run("eval", "sync", "--model", avts.path("nowhere")));
  }
}

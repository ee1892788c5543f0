package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertTrue(avts.printed().contains("same x redrawn"), avts.printed());
    String json = Files.readString(folder.resolve("sync.json"));
    assertTrue(json.contains("\"command\" : \"eval sync\""), json);
    avts.succeed("eval", "offset", "--model", avts.path("run"));
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

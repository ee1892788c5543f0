package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands one after another, on real mp4 files, as a newcomer types them. */
final class WholeWayTest {
  private static final Path CONFIG =
      Path.of(System.getProperty("avts.projectdir")).resolve("configs/demo.yaml");

  /** Small enough for seconds. */
  private static final List<String> TINY =
      List.of(
          "--set=clip.size=16",
          "--set=clip.small_side_min=16",
          "--set=clip.small_side_max=18",
          "--set=network.video.width=0.05",
          "--set=network.audio.width=0.05",
          "--set=network.head.hidden=8",
          "--set=network.head.size=4",
          "--set=batch.videos_per_batch=2",
          "--set=training.checkpoint_every_steps=2",
          "--set=training.log_every_steps=1",
          "--set=evaluation.bootstrap_draws=100",
          "--set=evaluation.folds=2");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private void succeed(String... arguments) {
    assertEquals(0, run(arguments), () -> Arrays.toString(arguments) + "\n" + out + "\n" + err);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String[] pretrain(String data, String run, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "pretrain",
                "--config",
                CONFIG.toString(),
                "--data",
                path(data),
                "--out",
                path(run)));
    arguments.addAll(TINY);
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private void makeVideos() {
    for (String part : List.of("train", "validation")) {
      String seed = part.equals("train") ? "1" : "2";
      succeed(
          "synth",
          "--videos",
          "4",
          "--seed",
          seed,
          "--size",
          "64x48",
          "--out",
          path("videos/" + part));
    }
    succeed(
        "synth",
        "--videos",
        "3",
        "--seed",
        "3",
        "--size",
        "64x48",
        "--held-out",
        "--out",
        path("videos/test"));
  }

  @Test
  void fromSyntheticVideosToAReport() throws IOException {
    makeVideos();
    succeed("index", path("videos"), "--out", path("m.jsonl"), "--report", path("index.html"));
    assertTrue(out.toString().contains("11 of 11 files usable"), out.toString());
    succeed("prepare", path("m.jsonl"), "--config", CONFIG.toString(), "--out", path("store"));

    succeed(
        pretrain("store", "run", "--set=training.epochs=2", "--set=curriculum.stages.0.epochs=2"));
    Path run = folder.resolve("run");
    assertTrue(Files.readString(run.resolve("metrics.jsonl")).contains("\"type\":\"evaluation\""));

    succeed(
        "eval",
        "sync",
        "--model",
        path("run"),
        "--truth",
        path("videos/test"),
        "--json",
        path("sync.json"));
    assertTrue(out.toString().contains("same x redrawn"), out.toString());
    String json = Files.readString(folder.resolve("sync.json"));
    assertTrue(json.contains("\"command\" : \"eval sync\""), json);
    succeed("eval", "offset", "--model", path("run"));
    succeed("report", "--model", path("run"));
    assertTrue(Files.readString(run.resolve("report.html")).contains("Score against shift"));

    assertEquals(Failures.FAILED, run(pretrain("store", "run")));
    assertTrue(err.toString().contains("holds a run already"), err.toString());
    assertEquals(
        Failures.FAILED,
        run(pretrain("store", "run", "--resume", "--set=optimizer.learning_rate=0.5")));
    assertTrue(err.toString().contains("optimizer.learning_rate"), err.toString());
  }

  @Test
  void trainsOnAFolderOfOriginalsAndKnowsItsOwnTrainingFiles() throws IOException {
    makeVideos();
    succeed(
        pretrain("videos", "run", "--set=training.epochs=1", "--set=curriculum.stages.0.epochs=1"));
    assertEquals(
        Failures.DATA_REFUSED,
        run("eval", "sync", "--model", path("run"), "--data", path("run/manifest.jsonl")));
    assertTrue(err.toString().contains("seen in training: 4"), err.toString());
  }

  @Test
  void badInputsGetASentenceAndACode() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertEquals(Failures.DATA_REFUSED, run("index", path("empty"), "--out", path("m.jsonl")));
    Files.writeString(folder.resolve("empty/text.mp4"), "not a video");
    assertEquals(Failures.DATA_REFUSED, run("index", path("empty"), "--out", path("m.jsonl")));
    assertTrue(out.toString().contains("undecodable"), out.toString());
    assertEquals(Failures.DATA_REFUSED, run(pretrain("m.jsonl", "run")));
    assertTrue(err.toString().contains("none of 1 files is usable"), err.toString());
    assertEquals(Failures.FAILED, run("index", path("nowhere"), "--out", path("m2.jsonl")));
    assertEquals(Failures.USAGE, run(pretrain("m.jsonl", "run2", "--set=training.epoch=3")));
    assertTrue(err.toString().contains("training.epoch"), err.toString());
    assertEquals(Failures.FAILED, run("eval", "sync", "--model", path("nowhere")));
  }
}

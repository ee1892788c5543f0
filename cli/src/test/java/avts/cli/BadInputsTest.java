package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.pretrain.checkpoint.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong gets a sentence and a code, and costs nothing that was there before. */
final class BadInputsTest {
  private static final String CONFIG = "demo.yaml";
  private static final String[] ONE_EPOCH = {
    "--set=training.epochs=1", "--set=curriculum.stages.0.epochs=1"
  };
  private static final String[] MANY_EPOCHS = {
    "--set=training.epochs=4000", "--set=curriculum.stages.0.epochs=4000"
  };

  /** Videos and their manifest, which no test changes. */
  @TempDir static Path shared;

  @TempDir Path folder;

  private Commands avts;

  @BeforeAll
  static void makeVideos() {
    Commands first = new Commands(shared);
    first.makeVideos();
    first.succeed("index", first.path("videos"), "--out", first.path("m.jsonl"));
  }

  @BeforeEach
  void setUp() {
    avts = new Commands(folder);
  }

  /** Runs a command that must end with {@code code} and say {@code phrase}. */
  private void refuses(int code, String phrase, String... arguments) {
    Commands fresh = new Commands(folder);
    int actual = fresh.run(arguments);
    String said = fresh.complained();
    assertEquals(code, actual, said);
    assertTrue(said.contains(phrase), said);
    assertFalse(said.contains("\tat "), said);
  }

  private static String manifest() {
    return shared.resolve("m.jsonl").toString();
  }

  private String[] pretrain(String data, String run, String... more) {
    return avts.pretrain(CONFIG, data, run, more);
  }

  @Test
  void aRunInPreparationIsNotTouchedByASecondOne() throws IOException {
    Path run = folder.resolve("run");
    try (RunDirectory held = RunDirectory.hold(run)) {
      refuses(Failures.FAILED, "is in use by process", pretrain(manifest(), "run", ONE_EPOCH));
      assertFalse(Files.exists(held.folder().resolve("data.json")));
    }
  }

  @Test
  void whatAFailedStartLeftIsNotUsed() throws IOException {
    avts.succeed(pretrain(manifest(), "clean", ONE_EPOCH));
    avts.succeed(pretrain(manifest(), "run", with(ONE_EPOCH, "--set=seed=9")));
    Path run = folder.resolve("run");
    Files.delete(run.resolve("config.yaml"));
    Path pairs = run.resolve("pairs-validation.jsonl");
    Path normalisation = run.resolve("normalisation.json");
    Files.writeString(
        normalisation, Files.readString(normalisation).replace("\"mean\":[", "\"mean\":[9"));
    avts.succeed(pretrain(manifest(), "run", ONE_EPOCH));
    Path clean = folder.resolve("clean");
    assertEquals(
        Files.readString(clean.resolve("pairs-validation.jsonl")), Files.readString(pairs));
    assertEquals(
        Files.readString(clean.resolve("normalisation.json")), Files.readString(normalisation));
  }

  @Test
  void resumingWhereNothingBeganSaysSoBeforeAnyWork() {
    refuses(Failures.FAILED, "holds no run to resume", pretrain(manifest(), "run", "--resume"));
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aFileThatVanishesIsNamedAndCostsNothing() throws Exception {
    // The manifest's paths are relative to its folder, so it can be copied with its videos.
    copy(shared, folder);
    Commands training = new Commands(folder);
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () -> training.run(training.pretrain(CONFIG, "m.jsonl", "run", MANY_EPOCHS)));
    Path last = folder.resolve("run/checkpoints/last");
    while (!Files.exists(last) && !code.isDone()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    for (int video = 0; video < 4; video++) {
      Files.delete(folder.resolve("videos/train/impacts-1-0000" + video + ".mp4"));
    }
    assertEquals(Failures.DATA_REFUSED, code.get(), training.complained());
    String said = training.complained();
    assertTrue(said.contains(".mp4: no such file") && said.contains("--resume"), said);
    assertTrue(Files.exists(last));
    refuses(
        Failures.DATA_REFUSED,
        "videos/train/impacts-1-00000.mp4 (no such file)",
        pretrain("m.jsonl", "run2", ONE_EPOCH));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (!Files.isDirectory(file)) {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void filesOutsideTheFoldersOfTheSplitAreRefusedWithAWayOut() throws IOException {
    Files.copy(
        shared.resolve("videos/train/impacts-1-00000.mp4"),
        Files.createDirectories(folder.resolve("v")).resolve("a.mp4"));
    refuses(Failures.DATA_REFUSED, "data.split.rule: hash", pretrain("v", "run", ONE_EPOCH));
  }

  @Test
  void aManifestWithoutUsableFilesIsNotPrepared() throws IOException {
    Files.writeString(folder.resolve("text.mp4"), "not a video");
    avts.run("index", avts.path("text.mp4"), "--out", avts.path("m.jsonl"));
    refuses(
        Failures.DATA_REFUSED,
        "none of 1 files of " + avts.path("m.jsonl") + " is usable",
        "prepare",
        avts.path("m.jsonl"),
        "--config",
        Commands.CONFIGS.resolve(CONFIG).toString(),
        "--out",
        avts.path("store"));
    assertFalse(Files.exists(folder.resolve("store")));
  }

  @Test
  void mistakesInEvaluationAreNamedBeforeAnythingIsMeasured() {
    avts.succeed(pretrain(manifest(), "run", ONE_EPOCH));
    String[] eval = {"eval", "sync", "--model", avts.path("run")};
    refuses(
        Failures.FAILED,
        "videos/train: has no .variants, so no re-rendered sound tracks",
        with(eval, "--truth", shared.resolve("videos/train").toString()));
    refuses(
        Failures.DATA_REFUSED,
        "videos: is a folder; give the manifest",
        with(eval, "--data", shared.resolve("videos").toString()));
    refuses(Failures.FAILED, "avts eval sync: ", "eval", "sync", "--model", avts.path("nowhere"));
  }

  @Test
  void theSelfTestKnowsNoResume() {
    refuses(
        Failures.USAGE,
        "--overfit begins afresh",
        pretrain(manifest(), "run", "--resume", "--overfit=4"));
    refuses(
        Failures.USAGE,
        "--overfit must not be negative, got -4",
        pretrain(manifest(), "run", "--overfit=-4"));
  }

  @Test
  void framesBeforeTheFirstAreRefused() throws IOException {
    Path video = Files.writeString(folder.resolve("v.mp4"), "");
    refuses(
        Failures.USAGE,
        "--start-frame must not be negative, got -3",
        "features",
        "--video",
        video.toString(),
        "--config",
        Commands.CONFIGS.resolve(CONFIG).toString(),
        "--start-frame=-3",
        "--out",
        avts.path("x.npy"));
  }

  @Test
  void aFullDiskIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs a device that is always full");
    refuses(
        Failures.FAILED,
        "/dev/full cannot be written whole: ",
        "features",
        "--audio",
        shared.resolve("videos/train/impacts-1-00000.mp4").toString(),
        "--out",
        full.toString());
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }
}

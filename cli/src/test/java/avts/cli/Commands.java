package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The command line as a test types it, in one folder, with what it printed. */
final class Commands {
  static final Path CONFIGS = Path.of(System.getProperty("avts.projectdir")).resolve("configs");

  /** Small enough for seconds. */
  static final List<String> TINY =
      List.of(
          "--set=clip.size=16",
          "--set=clip.small_side_min=16",
          "--set=clip.small_side_max=18",
          "--set=network.video.width=0.05",
          "--set=network.audio.width=0.05",
          "--set=network.head.hidden=8",
          "--set=network.head.size=4",
          "--set=batch.videos_per_batch=2",
          "--set=batch.windows_per_video=2",
          "--set=batch.micro_batches=1",
          "--set=batch.passes=1",
          "--set=data.split.rule=folders",
          "--set=training.checkpoint_every_steps=2",
          "--set=training.log_every_steps=1",
          "--set=evaluation.bootstrap_draws=100",
          "--set=evaluation.folds=2");

  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  Commands(Path folder) {
    this.folder = folder;
  }

  int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  void succeed(String... arguments) {
    assertEquals(0, run(arguments), () -> Arrays.toString(arguments) + "\n" + out + "\n" + err);
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  String printed() {
    return out.toString();
  }

  String complained() {
    return err.toString();
  }

  /** The words of a tiny training of {@code config}. */
  String[] pretrain(String config, String data, String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("pretrain", "--config"));
    arguments.add(CONFIGS.resolve(config).toString());
    arguments.addAll(List.of("--data", path(data), "--out", path(run)));
    arguments.addAll(TINY);
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  /** Makes 4 training, 4 validation and 3 held-out videos. */
  void makeVideos() {
    List<String> synth = List.of("synth", "--size", "64x48");
    makeVideos(synth, "train", "4", "1");
    makeVideos(synth, "validation", "4", "2");
    List<String> heldOut = new ArrayList<>(synth);
    heldOut.add("--held-out");
    makeVideos(heldOut, "test", "3", "3");
  }

  private void makeVideos(List<String> synth, String part, String videos, String seed) {
    List<String> arguments = new ArrayList<>(synth);
    arguments.addAll(List.of("--videos", videos, "--seed", seed, "--out", path("videos/" + part)));
    succeed(arguments.toArray(new String[0]));
  }
}

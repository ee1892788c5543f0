package avts.cli;

import avts.datasets.media.MediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code avts demo}: the whole way on synthetic videos, in the commands a user would type. */
@Command(
    name = "demo",
    description = {
      "Makes synthetic videos, indexes, prepares, pretrains (configs/demo.yaml), evaluates and"
          + " writes a report, by the very commands that it prints.",
      "Takes about ten minutes on two cores. Steps that are done are not done again.",
      "--full goes on with synthetic letters: transfers what an audio network knows into a lip"
          + " reader, distils a student that only hears, exports it, and reads WAV files by what"
          + " was exported."
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private Output out;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "demo",
      description = "Folder for videos and run (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--full",
      description = "Adds transfer, distill and export; up to five minutes more.")
  private boolean full;

  @Override
  public Integer call() throws IOException, MediaException {
    Path configs = Path.of(System.getProperty("avts.home", "."), "configs");
    int code = run(ordinary(configs.resolve("demo.yaml").toString()));
    return code == 0 && full ? more(new LettersDemo(folder, configs)) : code;
  }

  private List<List<String>> ordinary(String config) {
    String videos = folder.resolve("videos").toString();
    String manifest = folder.resolve("manifest.jsonl").toString();
    String store = folder.resolve("store").toString();
    Path run = folder.resolve("run");
    List<String> pretrain =
        List.of("pretrain", "--config", config, "--data", store, "--out", run.toString());
    boolean begun = run.resolve("config.yaml").toFile().exists();
    return List.of(
        synth(videos + "/train", 200, 1, false),
        synth(videos + "/validation", 30, 2, false),
        synth(videos + "/test", 40, 3, true),
        List.of("index", videos, "--out", manifest, "--report", folder.resolve("index.html") + ""),
        List.of("prepare", manifest, "--config", config, "--out", store),
        begun ? resumed(pretrain) : pretrain,
        List.of("eval", "sync", "--model", run.toString(), "--truth", videos + "/test"),
        List.of("eval", "offset", "--model", run.toString()),
        List.of(
            "sync",
            videos + "/test/impacts-3-00000.mp4",
            videos + "/test/impacts-3-00001.mp4",
            "--model",
            run.toString(),
            "--report",
            folder.resolve("sync.html").toString()),
        List.of("report", "--model", run.toString(), "--truth", videos + "/test"));
  }

  private int more(LettersDemo letters) throws IOException, MediaException {
    int code = run(letters.learning());
    if (code == 0) {
      out.line("%n# the sound of %s as WAV files in %s", letters.stranger(), letters.sounds());
      letters.saveSounds();
      code = run(letters.hearing());
    }
    if (code == 0) {
      out.line("%n# what %s takes it for, of a voice that it never heard:", letters.bundle());
      letters.answers().forEach(line -> out.line("%s", line));
    }
    return code;
  }

  private int run(List<List<String>> steps) {
    CommandLine root = command.root().commandLine();
    for (List<String> step : steps) {
      out.line("%n$ avts %s", String.join(" ", step));
      int code = root.execute(step.toArray(new String[0]));
      if (code != 0) {
        return code;
      }
    }
    return 0;
  }

  private static List<String> synth(String folder, int videos, int seed, boolean heldOut) {
    List<String> command =
        List.of("synth", "--videos", videos + "", "--seed", seed + "", "--out", folder);
    return heldOut ? with(command, "--held-out") : command;
  }

  private static List<String> resumed(List<String> command) {
    return with(command, "--resume");
  }

  private static List<String> with(List<String> command, String option) {
    return Stream.concat(command.stream(), Stream.of(option)).toList();
  }
}

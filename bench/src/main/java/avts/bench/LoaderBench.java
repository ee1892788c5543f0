package avts.bench;

import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.media.FfmpegTool;
import avts.datasets.media.MediaException;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import avts.pretrain.eval.Measurement;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code avts bench loader}: how fast clips come from files, beside a plain ffmpeg command. */
@Command(
    name = "loader",
    mixinStandardHelpOptions = true,
    description = {
      "Measures decoding, scaling, cropping and the filter bank on one thread beside ffmpeg"
          + " -threads 1 -vf scale=... -f rawvideo on the same file, and the clips per second of"
          + " the training loader. All figures are medians.",
      "ffmpeg decodes and scales on two threads even so: the ratio of processor times compares the"
          + " work, that of wall times what an idle machine makes of it."
    })
final class LoaderBench implements Callable<Integer> {

  /** The quickstart's clip. */
  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25),
          25,
          3,
          64,
          64,
          72,
          true,
          List.of(110.0, 110.0, 110.0),
          List.of(60.0, 60.0, 60.0),
          ClipView.NATURAL);

  private static final int SAMPLE_SECONDS = 60;

  @Option(
      names = "--video",
      paramLabel = "FILE",
      description = "Video with sound for the whole pass (default: 60 s of 640x360, made here).")
  private @Nullable Path video;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each measurement (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--videos",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Synthetic videos for the training loader, 16 at least (default: ${DEFAULT-VALUE}).")
  private int videos;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads of the training loader (default: number of cores).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Spec private CommandSpec command;

  /**
   * All that was measured.
   *
   * @param pass a whole pass over one file, one thread
   * @param originals the training loader on mp4 files
   * @param store the training loader on a prepared store of the same files
   */
  record Figures(
      WholePass.Figures pass, TrainingLoad.Figures originals, TrainingLoad.Figures store) {}

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException, TimeoutException {
    Path scratch = Files.createTempDirectory("avts-bench");
    try {
      FilterBankConfig features = FilterBankConfig.paper();
      Path file = video == null ? WholePass.sampleVideo(scratch, SAMPLE_SECONDS) : video;
      WholePass.Figures pass = new WholePass(file, CLIP, features).measure(runs);
      print(
          "whole pass over %s: %d clips, one thread",
          video == null ? "60 s of 640x360 H.264" : file, pass.clips());
      print("  ours    %6.2f s   %6.2f s of CPU", pass.seconds(), pass.cpuSeconds());
      print(
          "  ffmpeg  %6.2f s   %6.2f s of CPU   (%s, pictures alone, without start-up)",
          pass.peerSeconds(), pass.peerCpuSeconds(), FfmpegTool.version());
      print("  ratio   %6.2f     %6.2f", pass.ratio(), pass.cpuRatio());
      TrainingLoad load = new TrainingLoad(CLIP, features, workers);
      Path originals = TrainingLoad.synthetic(videos, scratch.resolve("originals"));
      TrainingLoad.Figures fromOriginals = load.measure(TrainingLoad.manifest(originals), runs);
      print("loader on mp4 originals:   %7.1f clips/s", fromOriginals.clipsPerSecond());
      TrainingLoad.Figures fromStore =
          load.measure(load.prepare(originals, scratch.resolve("store")), runs);
      print("loader on prepared store:  %7.1f clips/s", fromStore.clipsPerSecond());
      if (json != null) {
        new Measurement<>(
                "bench loader",
                "medians of " + runs + " runs",
                TrainingLoad.SEED,
                "",
                "",
                new Figures(pass, fromOriginals, fromStore))
            .write(json.toAbsolutePath());
      }
      return 0;
    } finally {
      MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void print(String format, Object... values) {
    PrintWriter out = command.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}

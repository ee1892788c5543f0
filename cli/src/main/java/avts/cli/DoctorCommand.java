package avts.cli;

import avts.datasets.media.DecoderSelfTest;
import avts.datasets.media.FfmpegTool;
import avts.datasets.media.MediaException;
import avts.pretrain.engine.Backend;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code avts doctor}: says whether the installation works, and how fast it will be. */
@Command(
    name = "doctor",
    description = "Checks the installation: backend, CPU path, threads, memory, decoding.")
final class DoctorCommand implements Callable<Integer> {

  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException {
    Runtime runtime = Runtime.getRuntime();
    out.line("Java            %s, %s", Runtime.version(), System.getProperty("java.vm.name"));
    out.line(
        "system          %s %s, %d cores",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        runtime.availableProcessors());
    out.line("Java heap       up to %d MiB", runtime.maxMemory() >> 20);
    Backend backend = Backend.load();
    backend.describe().forEach(line -> out.line("%s", line));
    out.line("FFmpeg          %s", FfmpegTool.version());
    boolean passed = true;
    for (DecoderSelfTest.Result result : DecoderSelfTest.run()) {
      passed &= result.passed();
      out.line(
          "decoding        %s: %s (picture off by %d frames, sound by %.0f us)",
          result.name(),
          result.passed() ? "exact" : "WRONG",
          result.frameError(),
          result.soundErrorMicros());
    }
    out.line(
        "verdict         %s",
        !passed
            ? "decoding is not exact: results on this machine cannot be trusted"
            : backend.oneDnn() ? "ready" : "works, but training will be very slow without oneDNN");
    return passed ? 0 : Failures.FAILED;
  }
}

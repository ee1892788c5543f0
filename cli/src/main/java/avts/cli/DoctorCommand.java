package avts.cli;

import avts.datasets.media.DecoderSelfTest;
import avts.datasets.media.FfmpegTool;
import avts.datasets.media.MediaException;
import avts.pretrain.cuda.CudaBinary;
import avts.pretrain.cuda.CudaException;
import avts.pretrain.cuda.GraphicsCard;
import avts.pretrain.cuda.NvidiaSmi;
import avts.pretrain.engine.Backend;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code avts doctor}: says whether the installation works, and how fast it will be. */
@Command(
    name = "doctor",
    description =
        "Checks the installation: graphics cards, backend, CPU path, threads, memory, decoding.")
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
    boolean passed = true;
    graphicsCards();
    Optional<Backend> backend = backend();
    out.line("FFmpeg          %s", FfmpegTool.version());
    for (DecoderSelfTest.Result result : DecoderSelfTest.run()) {
      passed &= result.passed();
      out.line(
          "decoding        %s: %s (picture off by %d frames, sound by %.0f us)",
          result.name(),
          result.passed() ? "exact" : "WRONG",
          result.frameError(),
          result.soundErrorMicros());
    }
    out.line("verdict         %s", verdict(passed, backend));
    return passed && backend.isPresent() ? 0 : Failures.FAILED;
  }

  /** Tells of every card, used or not, what it would be good for. */
  private void graphicsCards() {
    NvidiaSmi.Answer machine = NvidiaSmi.installed().ask();
    if (machine.cards().isEmpty()) {
      out.line("graphics card   none known: %s", machine.problem());
    }
    for (GraphicsCard card : machine.cards()) {
      out.line("graphics card   %s", CudaBinary.describe(card));
    }
  }

  private Optional<Backend> backend() {
    try {
      Backend backend = Backend.load();
      backend.describe().forEach(line -> out.line("%s", line));
      return Optional.of(backend);
    } catch (CudaException e) {
      out.line("ND4J            REFUSED: %s", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static String verdict(boolean decodesExactly, Optional<Backend> backend) {
    if (!decodesExactly) {
      return "decoding is not exact: results on this machine cannot be trusted";
    }
    if (backend.isEmpty()) {
      return "this build cannot train or embed on this machine";
    }
    if (backend.get().onGraphicsCards()) {
      return "ready, on graphics cards, which this project was never tried on";
    }
    return backend.get().oneDnn()
        ? "ready"
        : "works, but training will be very slow without oneDNN";
  }
}

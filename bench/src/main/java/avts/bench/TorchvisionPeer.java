package avts.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;

/** torchvision in a process of its own, which makes a pass when told to. */
final class TorchvisionPeer implements AutoCloseable {
  private static final String PROGRAM =
      """
      import sys, time, torch, torchvision.models.video as video
      name, clips, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
      torch.set_num_threads(threads)
      model = getattr(video, name)().eval()
      model.fc = torch.nn.Identity()
      batch = torch.randn(clips, 3, 16, 112, 112)
      for line in sys.stdin:
          begin = time.perf_counter()
          with torch.no_grad():
              model(batch)
          print(time.perf_counter() - begin, flush=True)
      """;

  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  private TorchvisionPeer(Process process) {
    this.process = process;
    orders = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  @MustBeClosed
  static TorchvisionPeer start(String python, String network, int clips, int threads)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            python,
            "-c",
            PROGRAM,
            network.replace('-', '_'),
            Integer.toString(clips),
            Integer.toString(threads));
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    return new TorchvisionPeer(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Makes a pass and returns its seconds, without the process around it. */
  double pass() throws IOException {
    orders.write("\n");
    orders.flush();
    String seconds = answers.readLine();
    if (seconds == null) {
      throw new IOException("torchvision ended before its answer; its message stands above");
    }
    return Double.parseDouble(seconds);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
  }
}

package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.manifest.ManifestJson;
import avts.datasets.media.MediaScan;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Main class of the child process in which untrusted files are touched first.
 *
 * <p>Protocol, one line each, UTF-8: says {@code ready}; then takes {@link ProbeRequest}s as JSON
 * and answers each by any number of {@code alive} and one {@code answer JSON}. Ends when its input
 * does, even in the middle of a file.
 */
public final class ProbeWorker {
  /** First word the worker says. */
  static final String READY = "ready";

  /** Said while a file takes its time. */
  static final String ALIVE = "alive";

  /** What every answer begins with. */
  static final String ANSWER = "answer ";

  private static final long ALIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final PrintStream out;
  private final JsonMapper mapper = ManifestJson.mapper();
  private long saidNanos = System.nanoTime();

  private ProbeWorker(PrintStream out) {
    this.out = out;
  }

  /** Runs the worker until its input ends. */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    ProbeWorker worker = new ProbeWorker(out);
    MediaScan.loadLibraries();
    out.println(READY);
    while (true) {
      worker.answer(requests.take());
    }
  }

  /** Stops the whole process when nobody can ask or listen any more. */
  private static void read(BlockingQueue<String> requests) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        requests.add(line);
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  private void answer(String line) throws IOException {
    ProbeRequest request = mapper.readValue(line, ProbeRequest.class);
    Object answer =
        request.thumbnail()
            ? Thumbnail.of(request.source())
            : FileProbe.probe(request, this::alive);
    out.println(ANSWER + mapper.writeValueAsString(answer));
  }

  private void alive() {
    long now = System.nanoTime();
    if (now - saidNanos > ALIVE_NANOS) {
      saidNanos = now;
      out.println(ALIVE);
    }
  }
}

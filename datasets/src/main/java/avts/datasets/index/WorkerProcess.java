package avts.datasets.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The parent's side of one {@link ProbeWorker}; belongs to one thread. */
final class WorkerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int MOST_ERROR_TEXT = 2000;

  /** How asking ended. */
  enum Ending {
    /** There is an answer. */
    ANSWERED,
    /** No sign of life within the time limit; the process is killed. */
    TIMED_OUT,
    /** The process is gone. */
    DIED
  }

  /**
   * What came of asking.
   *
   * @param ending how it ended
   * @param text the answer, or what is known of the process's end
   */
  record Reply(Ending ending, String text) {}

  private final Process process;
  private final Path errors;
  private final BufferedWriter in;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

  /** A line of the process's output, null text where the output ended. */
  private record Line(@Nullable String text) {}

  private WorkerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    Thread pump = new Thread(this::pump, "probe-worker-output");
    pump.setDaemon(true);
    pump.start();
  }

  /**
   * Returns the command that starts {@code mainClass} on this process's Java and class path, which
   * goes by the environment since it may be longer than a command line.
   */
  static List<String> command(Class<?> mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:ErrorFile=" + (File.separatorChar == '/' ? "/dev/null" : "NUL"),
            "-Dfile.encoding=UTF-8",
            "-Djava.awt.headless=true",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
    String cache = System.getProperty("org.bytedeco.javacpp.cachedir", "");
    if (!cache.isEmpty()) {
      command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
    }
    command.add(mainClass.getName());
    return command;
  }

  /**
   * Starts a process and waits a minute until it says that it is ready.
   *
   * @throws IOException if it does not; the message has what it wrote to its error stream
   */
  @MustBeClosed
  static WorkerProcess start(List<String> command) throws IOException, InterruptedException {
    return start(command, START_LIMIT);
  }

  /** As {@link #start(List)}, waiting at most {@code limit}. */
  @MustBeClosed
  static WorkerProcess start(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("avts-probe", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    boolean ready = false;
    WorkerProcess worker = null;
    try {
      worker = new WorkerProcess(builder.start(), errors);
      Line line = worker.lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new IOException(
            "the child process for reading media is not ready after "
                + limit.toSeconds()
                + " s; is the machine overloaded? Try again with less running beside it ("
                + command
                + ") "
                + worker.errorText());
      }
      ready = ProbeWorker.READY.equals(line.text());
      if (!ready) {
        throw new IOException(
            "the child process for reading media cannot start ("
                + command
                + "): "
                + worker.errorText());
      }
      return worker;
    } finally {
      if (!ready) {
        if (worker != null) {
          worker.close();
        }
        Files.deleteIfExists(errors);
      }
    }
  }

  private void pump() {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(new Line(line));
      }
    } catch (IOException e) {
      // The process was killed while it wrote: its output has ended all the same.
      lines.add(new Line(null));
      return;
    }
    lines.add(new Line(null));
  }

  /**
   * Asks and waits for the answer as long as there is a sign of life within {@code limit}. After
   * another ending than {@link Ending#ANSWERED} the process is of no more use.
   */
  Reply ask(String request, Duration limit) throws InterruptedException {
    try {
      in.write(request);
      in.newLine();
      in.flush();
    } catch (IOException e) {
      return died();
    }
    while (true) {
      Line line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        process.destroyForcibly();
        return new Reply(Ending.TIMED_OUT, "no progress within " + limit.toMillis() + " ms");
      }
      String text = line.text();
      if (text == null) {
        return died();
      }
      if (text.startsWith(ProbeWorker.ANSWER)) {
        return new Reply(Ending.ANSWERED, text.substring(ProbeWorker.ANSWER.length()));
      }
    }
  }

  private Reply died() throws InterruptedException {
    process.destroyForcibly();
    boolean ended = process.waitFor(10, TimeUnit.SECONDS);
    String code = ended ? "exit code " + process.exitValue() : "does not end";
    return new Reply(Ending.DIED, code);
  }

  private String errorText() {
    try {
      String text = Files.readString(errors, ISO_8859_1);
      return text.substring(Math.max(0, text.length() - MOST_ERROR_TEXT)).strip();
    } catch (IOException e) {
      return "its error text cannot be read: " + e;
    }
  }

  /** Kills the process. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      errors.toFile().deleteOnExit();
    }
  }
}

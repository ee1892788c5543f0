package avts.bench.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.bench.measure.PeakMemory;
import avts.bench.step.Orders.Kind;
import avts.bench.step.Orders.Order;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** An engine in a process of its own, which works when told to and sleeps otherwise. */
final class Worker implements Closeable {
  private final String name;
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  private Worker(String name, Process process) {
    this.name = name;
    this.process = process;
    orders = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /**
   * Starts a process.
   *
   * @param name of the engine, in messages
   * @param environment variables that differ from those of this process; an empty value takes one
   *     away
   * @return the process, which the caller closes
   */
  static Worker start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    environment.forEach(
        (variable, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(variable);
          } else {
            builder.environment().put(variable, value);
          }
        });
    return new Worker(name, builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  String name() {
    return name;
  }

  /** Tells the process what to do and waits until it is done. */
  <T extends Record> T order(Kind kind, Object argument, Class<T> type) throws IOException {
    orders.write(new Order(kind, argument.toString()).line());
    orders.write('\n');
    orders.flush();
    String line = answers.readLine();
    while (line != null && !line.startsWith("{")) { // native libraries may print as well
      line = answers.readLine();
    }
    if (line == null) {
      throw new IOException(
          name + " ended before its answer to " + kind + "; its message stands above");
    }
    return WorkerJson.MAPPER.readValue(line, type);
  }

  About about() throws IOException {
    return order(Kind.ABOUT, "", About.class);
  }

  /** Returns the largest resident memory so far. */
  long peakMegabytes() throws IOException {
    return PeakMemory.megabytes(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
  }
}

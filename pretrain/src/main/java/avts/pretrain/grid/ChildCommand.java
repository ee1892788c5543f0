package avts.pretrain.grid;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands of this program in processes of their own, so that several go on at a time and a
 * crash costs one of them. When this process is asked to end, they are too, and write their
 * checkpoints before.
 */
public final class ChildCommand implements AutoCloseable {
  private static final long LONGEST_FAREWELL_SECONDS = 60;

  private static final Logger log = LoggerFactory.getLogger(ChildCommand.class);

  private final String mainClass;
  private final int threads;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private boolean ending;
  private final Thread hook = new Thread(this::endAll, "avts-children");

  /**
   * Prepares to run commands.
   *
   * @param mainClass class that takes a command line
   * @param threads threads of each process for tensor arithmetic
   */
  public ChildCommand(String mainClass, int threads) {
    this.mainClass = mainClass;
    this.threads = threads;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Runs a command to its end.
   *
   * @param arguments the words of the command line
   * @param output file that its output is appended to
   * @return its exit code
   * @throws InterruptedException if the thread was interrupted, or all processes are being ended
   */
  public int run(List<String> arguments, Path output) throws IOException, InterruptedException {
    Files.createDirectories(output.toAbsolutePath().getParent());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-javaagent") && !option.startsWith("-agent"))
        .forEach(command::add);
    command.add("-Davts.progress=lines");
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("CLASSPATH", absoluteClassPath());
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    Process process = start(builder);
    try {
      int code = process.waitFor();
      refuseWhenEnding(); // what a process that was told to end says is no failure of its own
      return code;
    } finally {
      process.destroy();
      running.remove(process);
    }
  }

  /** Nothing is started any more once the others have been told to end: it would be left behind. */
  private synchronized Process start(ProcessBuilder builder)
      throws IOException, InterruptedException {
    refuseWhenEnding();
    Process process = builder.start();
    running.add(process);
    return process;
  }

  private synchronized void refuseWhenEnding() throws InterruptedException {
    if (ending) {
      throw new InterruptedException("the program is ending");
    }
  }

  private synchronized List<Process> end() {
    ending = true;
    return List.copyOf(running);
  }

  private static String absoluteClassPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private void endAll() {
    List<Process> started = end();
    started.forEach(Process::destroy);
    for (Process process : started) {
      try {
        if (!process.waitFor(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends what is still running. */
  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("shutdown is under way; its hook finds nothing left to end", e);
    }
  }
}

package avts.bench.step;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the worker of an engine is started.
 *
 * @param name what the engine is called in tables
 * @param own whether it is ours, else a peer
 * @param command words of the command line before the folder of the task
 * @param options words behind it
 * @param environment variables beside those of this process
 */
public record Engine(
    String name,
    boolean own,
    List<String> command,
    List<String> options,
    Map<String, String> environment) {

  /** Copies the collections. */
  public Engine {
    command = List.copyOf(command);
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /**
   * Returns ours, in a virtual machine with the options of this one.
   *
   * @param threads threads of tensor arithmetic
   */
  public static Engine ours(String name, int threads) {
    return new Engine(
        name,
        true,
        java(ManagementFactory.getRuntimeMXBean().getInputArguments(), EngineWorker.class),
        List.of(),
        environment(threads));
  }

  /**
   * Returns a peer that runs in a small virtual machine.
   *
   * @param main class that takes the folder of a task, then {@code options}
   */
  public static Engine peer(String name, Class<?> main, List<String> options, int threads) {
    List<String> machine = List.of("-Xmx1g", "-XX:+UseSerialGC", "-Davts.progress=quiet");
    return new Engine(name, false, java(machine, main), options, environment(threads));
  }

  private static List<String> java(List<String> machine, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    machine.stream()
        .filter(option -> !option.startsWith("-javaagent") && !option.startsWith("-agent"))
        .forEach(command::add);
    command.add(main.getName());
    return command;
  }

  /** Returns the class path and the number of threads, for both kinds of process alike. */
  private static Map<String, String> environment(int threads) {
    return Map.of(
        "CLASSPATH",
        System.getProperty("java.class.path"),
        "OMP_NUM_THREADS",
        Integer.toString(threads));
  }

  List<String> commandLine(Path folder) {
    List<String> words = new ArrayList<>(command);
    words.add(folder.toString());
    words.addAll(options);
    return words;
  }
}

package avts.bench.step;

import avts.pretrain.engine.EngineConfig;
import avts.pretrain.engine.EngineConfig.Convolutions;
import com.google.common.io.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the worker of an engine is started.
 *
 * @param name what the engine is called in tables
 * @param kind whether it is ours, and what it calculates in
 * @param command words of the command line before the folder of the task
 * @param options words behind it
 * @param environment variables that differ from those of this process; an empty value takes one
 *     away
 */
public record Engine(
    String name,
    Kind kind,
    List<String> command,
    List<String> options,
    Map<String, String> environment) {

  /**
   * Which engines may be held against each other.
   *
   * @param own whether it is ours, else a peer
   * @param bfloat16 whether it calculates in bfloat16, else in float32
   */
  public record Kind(boolean own, boolean bfloat16) {}

  /** Copies the collections. */
  public Engine {
    command = List.copyOf(command);
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /**
   * Returns ours, in a virtual machine with the options of this one.
   *
   * @param how what runs convolutions, in how many replicas
   * @param threads threads of tensor arithmetic
   */
  public static Engine ours(String name, EngineConfig how, int threads) {
    return new Engine(
        name,
        new Kind(true, how.convolutions() == Convolutions.ONEDNN_BF16),
        commandLine(EngineWorker.class, List.of()),
        List.of(how.convolutions().name(), Integer.toString(how.replicas())),
        environment(threads, true));
  }

  /**
   * Returns a peer that runs in a small virtual machine.
   *
   * @param main class that takes the folder of a task, then the options
   */
  public static Engine libtorch(String name, Class<?> main, PeerOptions options) {
    List<String> machine = List.of("-Xmx1g", "-XX:+UseSerialGC");
    return new Engine(
        name,
        new Kind(false, options.bfloat16()),
        java(machine, main),
        options.arguments(),
        environment(options.threads(), options.launcherEnvironment()));
  }

  /**
   * Returns a peer in Python.
   *
   * @param python the interpreter, which has PyTorch
   */
  public static Engine python(String name, String python, PeerOptions options) throws IOException {
    String program =
        Resources.toString(Resources.getResource(Engine.class, "peer.py"), StandardCharsets.UTF_8);
    return new Engine(
        name,
        new Kind(false, options.bfloat16()),
        List.of(python, "-c", program),
        options.arguments(),
        environment(options.threads(), options.launcherEnvironment()));
  }

  /** Returns the command line of a program in a virtual machine with the options of this one. */
  public static List<String> commandLine(Class<?> main, List<String> arguments) {
    List<String> command = java(ManagementFactory.getRuntimeMXBean().getInputArguments(), main);
    command.addAll(arguments);
    return command;
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

  /**
   * Returns class path and number of threads.
   *
   * @param launcher whether the launcher's settings of OpenMP and malloc stay
   */
  public static Map<String, String> environment(int threads, boolean launcher) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    if (!launcher) {
      System.getenv().keySet().stream()
          .filter(name -> name.matches("MALLOC_.*|OMP_WAIT_POLICY|GOMP_SPINCOUNT"))
          .forEach(name -> environment.put(name, ""));
    }
    return environment;
  }

  List<String> commandLine(Path folder) {
    List<String> words = new ArrayList<>(command);
    words.add(folder.toString());
    words.addAll(options);
    return words;
  }
}

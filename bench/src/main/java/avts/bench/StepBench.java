package avts.bench;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.step.ChromeTrace;
import avts.bench.step.Comparison;
import avts.bench.step.Engine;
import avts.bench.step.NetworkCase;
import avts.bench.step.NetworkCases;
import avts.bench.step.PeerOptions;
import avts.bench.step.ProfileTable;
import avts.bench.step.Profiling;
import avts.bench.step.StepFigures;
import avts.bench.step.StepProfile;
import avts.bench.step.StepTable;
import avts.bench.torch.TorchWorker;
import avts.pretrain.engine.EngineConfig;
import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.eval.Measurement;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts bench step}: a training step here and in PyTorch's library. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = {
      "Measures whole training steps (forward, backward, SGD with momentum; batch norms over the"
          + " batch) beside libtorch: the same network, first values, batches and number of"
          + " threads, every engine in a process of its own, in alternating blocks after a"
          + " warm-up.",
      "Prints medians and quartiles of the milliseconds, ratios, the largest resident memory of"
          + " each process, and the losses, which must agree at first and stay close.",
      "Networks: quickstart, mc3-18 (8 frames of 112 x 112), mc3-18-16 (16 frames), r2plus1d-18 (8"
          + " frames, half width), audio (40 filters x 99 windows)."
    })
final class StepBench implements Callable<Integer> {
  private static final String CHANNELS_LAST = "-channels-last";
  private static final int PROFILED_STEPS = 10;

  /** Ways to run our convolutions, by the names that a user knows. */
  private static final Map<String, Convolutions> PATHS =
      ImmutableMap.of(
          "onednn",
          Convolutions.ONEDNN,
          "bf16",
          Convolutions.ONEDNN_BF16,
          "plain",
          Convolutions.ND4J);

  @Option(
      names = "--network",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "quickstart,mc3-18,mc3-18-16,r2plus1d-18,audio",
      description = "Networks (default: ${DEFAULT-VALUE}).")
  private List<String> networks;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "onednn",
      description = {
        "Ways to run our convolutions: onednn (oneDNN 3), bf16 (the same in bfloat16), plain (in"
            + " ND4J). Default: ${DEFAULT-VALUE}."
      })
  private List<String> own;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Replicas of our network that a batch is divided among, with both towers only (default:"
              + " ${DEFAULT-VALUE}).")
  private int replicas;

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "libtorch,libtorch-channels-last",
      description =
          "Peers: libtorch and python, each also with -channels-last, or none (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> peers;

  @Option(
      names = "--bf16",
      description = "Measures each peer also in bfloat16, by its own autocast.")
  private boolean bfloat16;

  @Option(
      names = "--launcher-environment",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Whether peers run with the launcher's settings of OpenMP and malloc, as ours does (the"
            + " default), or with the system's (--no-launcher-environment)."
      })
  private boolean launcherEnvironment;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "/usr/bin/python3",
      description =
          "The interpreter of the peer python, with PyTorch, such as Debian's python3-torch"
              + " (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Clips of a batch (default: each network's own).")
  private @Nullable Integer batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each engine (default: number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "20",
      description = "Blocks of each engine (default: ${DEFAULT-VALUE}).")
  private int blocks;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of a block (default: each network's own).")
  private @Nullable Integer steps;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Minutes for each network after which no further round of blocks begins (default:"
              + " ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--check-loss",
      paramLabel = "N",
      defaultValue = "0",
      description = "Trains on to step N, so that the losses there can be compared.")
  private int checkLoss;

  @Option(
      names = "--inference",
      description = "Measures embeddings in inference mode instead of training steps.")
  private boolean inference;

  @Option(
      names = "--profile",
      description = {
        "Instead, prints where the time of our steps goes: parts of the trainer, operations,"
            + " layers; forward and backward."
      })
  private boolean profile;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = {
        "Writes the profile of one network and engine as a flame chart for chrome://tracing or"
            + " Perfetto; implies --profile."
      })
  private @Nullable Path trace;

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Spec private CommandSpec command;

  /**
   * All that was measured.
   *
   * @param threads threads of each engine
   * @param networks figures of each network
   */
  record Figures(int threads, List<StepFigures> networks) {}

  @Override
  public Integer call() throws IOException {
    List<Engine> engines;
    List<NetworkCase> cases;
    Comparison.Plan plan;
    try {
      engines = engines();
      cases = cases();
      plan =
          new Comparison.Plan(
              inference, blocks, Duration.ofMillis(Math.round(60_000 * minutes)), checkLoss);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    if (profile || trace != null) {
      profile(cases, engines.stream().filter(engine -> engine.kind().own()).toList());
    } else {
      compare(cases, engines, plan);
    }
    return 0;
  }

  private void compare(List<NetworkCase> cases, List<Engine> engines, Comparison.Plan plan)
      throws IOException {
    List<StepFigures> measured = new ArrayList<>();
    PrintWriter out = command.commandLine().getOut();
    for (NetworkCase network : cases) {
      StepFigures figures = new Comparison(network, plan).run(engines);
      measured.add(figures);
      StepTable.lines(figures).forEach(out::println);
      out.println();
      out.flush();
    }
    if (json != null) {
      new Measurement<>(
              "bench step",
              "medians of steps in alternating blocks",
              1,
              "",
              "",
              new Figures(threads, measured))
          .write(json.toAbsolutePath());
    }
  }

  private void profile(List<NetworkCase> cases, List<Engine> engines) throws IOException {
    if (trace != null && (cases.size() > 1 || engines.size() > 1)) {
      throw new ParameterException(
          command.commandLine(), "--trace takes one --network and one --engine");
    }
    PrintWriter out = command.commandLine().getOut();
    for (NetworkCase network : cases) {
      for (Engine engine : engines) {
        StepProfile measured = Profiling.run(network, engine, PROFILED_STEPS);
        out.println(
            network.name() + ", " + engine.name() + ", mean of " + PROFILED_STEPS + " steps");
        ProfileTable.lines(measured).forEach(out::println);
        out.println();
        out.flush();
        if (trace != null) {
          ChromeTrace.write(measured, trace.toAbsolutePath());
        }
      }
    }
  }

  private List<NetworkCase> cases() {
    Path configs = Path.of(System.getProperty("avts.home", "."), "configs");
    return NetworkCases.named(configs, networks).stream()
        .map(
            network ->
                network.at(
                    network.pace().with(Optional.ofNullable(batch), Optional.ofNullable(steps))))
        .toList();
  }

  private List<Engine> engines() throws IOException {
    checkArgument(threads >= 1, "--threads must be positive, got %s", threads);
    List<Engine> engines = new ArrayList<>();
    for (String name : own) {
      engines.add(ours(name));
    }
    for (String peer : peers) {
      if (!peer.equals("none")) {
        engines.add(peer(peer, false));
        if (bfloat16) {
          engines.add(peer(peer, true));
        }
      }
    }
    return engines;
  }

  private Engine ours(String name) {
    Convolutions path = PATHS.get(name);
    checkArgument(path != null, "there is no engine \"%s\", but %s", name, PATHS.keySet());
    String suffix = replicas == 1 ? "" : "-" + replicas + "-replicas";
    EngineConfig how = EngineConfig.standard().with(path).withReplicas(replicas);
    return Engine.ours("ours-" + name + suffix, how, threads);
  }

  private Engine peer(String name, boolean brief) throws IOException {
    boolean channelsLast = name.endsWith(CHANNELS_LAST);
    String kind = channelsLast ? name.substring(0, name.length() - CHANNELS_LAST.length()) : name;
    PeerOptions options = new PeerOptions(channelsLast, brief, threads, launcherEnvironment);
    String full = brief ? name + "-bf16" : name;
    checkArgument(
        !kind.equals("libtorch") || TorchWorker.isPresent(),
        "libtorch comes for Linux on x86-64 alone: take the peer python or none");
    return switch (kind) {
      case "libtorch" -> Engine.libtorch(full, TorchWorker.class, options);
      case "python" -> Engine.python(full, python, options);
      default ->
          throw new IllegalArgumentException(
              "there is no peer \"" + name + "\", but libtorch, python and none");
    };
  }
}

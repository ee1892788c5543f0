package avts.bench.training;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.measure.ExperimentOptions;
import avts.bench.step.Engine;
import avts.bench.step.PeerOptions;
import avts.bench.torch.TorchWorker;
import avts.pretrain.config.ConfigException;
import avts.pretrain.eval.Measurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts bench training}: time to a validation accuracy, here and with libtorch. */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description = {
      "Pretrains with several engines, one after another, each in a process of its own, and tells"
          + " how long each trained until the validation pairs were told apart well enough."
          + " Videos, first values, batches, optimiser and validation are the same; only what"
          + " calculates losses, gradients and embeddings differs.",
      "Engines: onednn, onednn-bf16 and nd4j (engine.convolutions), libtorch,"
          + " libtorch-channels-last, and these two with -bf16."
    })
public final class TrainingBench implements Callable<Integer> {
  private static final String PEER = "libtorch";
  private static final String CHANNELS_LAST = "-channels-last";
  private static final String BFLOAT16 = "-bf16";

  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = "Store or manifest with a validation part.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the runs are left, one for each engine and seed; must not exist.")
  private Path out;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "onednn,libtorch,libtorch-channels-last",
      description = "Engines in order (default: ${DEFAULT-VALUE}).")
  private List<String> engines;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Seeds; engines take turns within each (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      defaultValue = "hard.accuracy",
      description = "What validation measures (default: ${DEFAULT-VALUE}).")
  private String metric;

  @Option(
      names = "--reach",
      paramLabel = "VALUE",
      defaultValue = "0.9",
      description = "The value whose time is told (default: ${DEFAULT-VALUE}).")
  private double wanted;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each engine (default: number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Spec private CommandSpec command;

  /**
   * All that was measured.
   *
   * @param metric what validations measured
   * @param wanted the value whose time is told
   * @param trainings the trainings in the order in which they were made
   */
  record Figures(String metric, double wanted, List<TrainingCurve> trainings) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<TrainingJob> jobs = new ArrayList<>();
    try {
      checkArgument(threads >= 1, "--threads must be positive, got %s", threads);
      checkArgument(!Files.exists(out), "%s exists: name a new folder", out);
      for (long seed : seeds) {
        for (String engine : engines) {
          jobs.add(job(engine, seed));
        }
      }
      checkArgument(Files.exists(data), "there is no --data %s", data);
      jobs.forEach(TrainingJob::resolved); // a wrong key is told before anything is trained
    } catch (IllegalArgumentException | ConfigException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Files.createDirectories(out);
    List<TrainingCurve> curves = new ArrayList<>();
    PrintWriter lines = command.commandLine().getOut();
    for (int i = 0; i < jobs.size(); i++) {
      TrainingJob job = jobs.get(i);
      String engine = engines.get(i % engines.size());
      long seed = seeds.get(i / engines.size());
      train(engine, job);
      curves.add(TrainingCurve.read(engine, seed, Path.of(job.run()), metric));
    }
    lines.println(metric + " of at least " + wanted + ", means over seeds " + seeds);
    TrainingTable.lines(curves, wanted).forEach(lines::println);
    lines.flush();
    if (json != null) {
      new Measurement<>(
              "bench training",
              "time of training steps until validation reaches a value",
              seeds.get(0),
              "",
              "",
              new Figures(metric, wanted, curves))
          .write(json.toAbsolutePath());
    }
    return 0;
  }

  private TrainingJob job(String engine, long seed) {
    List<String> settings = new ArrayList<>(experiment.overrides());
    settings.add("seed=" + seed);
    settings.add("training.evaluate_every_epochs=1");
    settings.add("training.log_every_steps=1");
    boolean peer = engine.startsWith(PEER);
    if (!peer) {
      settings.add("engine.convolutions=" + engine);
    }
    return new TrainingJob(
        experiment.file().toString(),
        settings,
        data.toString(),
        out.resolve(engine + "-seed-" + seed).toString(),
        peer ? options(engine.substring(PEER.length())) : null);
  }

  private PeerOptions options(String suffix) {
    checkArgument(
        List.of("", CHANNELS_LAST, BFLOAT16, CHANNELS_LAST + BFLOAT16).contains(suffix),
        "there is no engine %s%s",
        PEER,
        suffix);
    checkArgument(TorchWorker.isPresent(), "libtorch comes for Linux on x86-64 alone");
    return new PeerOptions(
        suffix.startsWith(CHANNELS_LAST), suffix.endsWith(BFLOAT16), threads, true);
  }

  private void train(String engine, TrainingJob job) throws IOException, InterruptedException {
    Path file = out.resolve("job.json");
    job.write(file);
    ProcessBuilder builder =
        new ProcessBuilder(Engine.commandLine(TrainingWorker.class, List.of(file.toString())));
    builder.environment().putAll(Engine.environment(threads, true));
    int code = builder.inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("the training with " + engine + " failed; its message stands above");
    }
  }
}

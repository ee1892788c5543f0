package avts.bench;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.measure.ExperimentOptions;
import avts.bench.measure.Quartiles;
import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchLoader;
import avts.datasets.batch.BatchSource;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.Split.Part;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.datasets.signal.FeatureNormalisation;
import avts.pretrain.config.ConfigException;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.Networks;
import avts.pretrain.run.RunData;
import avts.pretrain.train.Weights;
import com.google.common.collect.Iterables;
import com.google.common.collect.Iterators;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts bench epoch}: whole epochs beside the same steps with their batches in memory. */
@Command(
    name = "epoch",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what loading costs a training: epochs as they are loaded take turns with as many"
          + " steps whose batches are in memory. Nothing is learnt, the network stays as it is"
          + " drawn.",
      "The first epochs fill the memory that the config gives to kept videos (cache.megabytes);"
          + " each is told, medians are those after --skip."
    })
final class EpochBench implements Callable<Integer> {
  /** Batches held for the steps in memory. */
  private static final int HELD = 32;

  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = "Prepared store, or folder with a manifest.jsonl.")
  private Path data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Epochs to measure (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--skip",
      paramLabel = "N",
      defaultValue = "4",
      description = "First epochs that are left out of the medians (default: ${DEFAULT-VALUE}).")
  private int skip;

  @Spec private CommandSpec command;

  /** Milliseconds a step, and the share of it that was waited for data. */
  private record Pass(double millis, double waited) {}

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    PretrainConfig config;
    BatchLoader loader;
    try {
      checkArgument(skip >= 0 && epochs > skip, "--epochs must be more than --skip, %s", skip);
      config = experiment.read();
      checkArgument(
          config.batch().microBatches() == 1, "batch.micro_batches must be 1 to be measured");
      loader = loader(config);
    } catch (IllegalArgumentException | ConfigException | DataRefusedException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
    NegativeMix mix = config.curriculum().stages().get(0).mix();
    try (StepEngine engine = Networks.create(config)) {
      Weights initial = Networks.initial(config, engine);
      engine.load(initial.parameters(), initial.statistics());
      measure(engine, loader, mix);
    }
    return 0;
  }

  private void measure(StepEngine engine, BatchLoader loader, NegativeMix mix)
      throws MediaException, InterruptedException {
    int steps = loader.batchesPerEpoch();
    List<Batch> held = new ArrayList<>();
    try (BatchSource<Batch> source = loader.open(epochs, mix, 0)) {
      while (source.hasNext() && held.size() < HELD) {
        held.add(source.next());
      }
    }
    Iterator<Batch> inMemory = Iterables.cycle(held).iterator();
    List<Double> loaded = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> waits = new ArrayList<>();
    PrintWriter lines = command.commandLine().getOut();
    for (int epoch = 0; epoch < epochs; epoch++) {
      Pass pure;
      try (BatchSource<Batch> source = BatchSource.of(Iterators.limit(inMemory, steps))) {
        pure = run(engine, source);
      }
      Pass whole;
      try (BatchSource<Batch> source = loader.open(epoch, mix, 0)) {
        whole = run(engine, source);
      }
      double ratio = whole.millis / pure.millis;
      lines.println(
          String.format(
              Locale.ROOT,
              "epoch %d: %.1f ms a step, %.1f with batches in memory, ratio %.2f, waiting %.1f %%",
              epoch + 1,
              whole.millis,
              pure.millis,
              ratio,
              100 * whole.waited));
      lines.flush();
      if (epoch >= skip) {
        loaded.add(whole.millis);
        alone.add(pure.millis);
        ratios.add(ratio);
        waits.add(100 * whole.waited);
      }
    }
    lines.println("medians of the last " + (epochs - skip) + ", quartiles in brackets:");
    lines.println("  epoch            " + text(loaded, 1) + " ms a step");
    lines.println("  steps in memory  " + text(alone, 1) + " ms");
    lines.println("  ratio            " + text(ratios, 2));
    lines.println("  waiting for data " + text(waits, 1) + " %");
    lines.flush();
  }

  private static String text(List<Double> values, int digits) {
    Quartiles quartiles = Quartiles.of(values);
    return String.format(Locale.ROOT, "%." + digits + "f", quartiles.median())
        + " ("
        + quartiles.range(digits)
        + ")";
  }

  private static Pass run(StepEngine engine, BatchSource<Batch> source)
      throws MediaException, InterruptedException {
    int steps = 0;
    long begin = System.nanoTime();
    while (source.hasNext()) {
      Batch batch = source.next();
      engine.step(List.of(batch));
      source.giveBack(batch);
      steps++;
    }
    double nanos = System.nanoTime() - begin;
    return new Pass(nanos / steps / 1e6, source.waitedNanos() / nanos);
  }

  private BatchLoader loader(PretrainConfig config) throws IOException {
    Path manifest = data.toString().endsWith(".jsonl") ? data : data.resolve("manifest.jsonl");
    checkArgument(
        Files.isRegularFile(manifest),
        "there is no %s: name a store made by avts prepare, or a manifest made by avts index",
        manifest);
    RunData run = RunData.of(Manifest.read(manifest), config);
    FeatureNormalisation usual = FeatureNormalisation.gdt(config.features().filters());
    return run.loader(run.sampler(Part.TRAIN), run.trainingClips(usual));
  }
}

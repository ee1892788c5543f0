package avts.bench;

import avts.bench.measure.ExperimentOptions;
import avts.bench.measure.Noise;
import avts.bench.measure.Quartiles;
import avts.datasets.batch.Batch;
import avts.datasets.random.Seeds;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.engine.Backend;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.model.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code avts bench parts}: the same step in one piece, by replicas and by micro-batches. */
@Command(
    name = "parts",
    mixinStandardHelpOptions = true,
    description = {
      "Measures one training step of the same clips (noise) with every number of replicas and"
          + " micro-batches that is asked for: medians and quartiles of steps taken in turn, and"
          + " the native memory that they work in."
    })
final class PartsBench implements Callable<Integer> {
  private static final int MEGABYTE = 1 << 20;

  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--clips",
      paramLabel = "N",
      defaultValue = "16",
      description = "Clips of a step (default: ${DEFAULT-VALUE}).")
  private int clips;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2",
      description = "Numbers of replicas (default: ${DEFAULT-VALUE}).")
  private List<Integer> replicas;

  @Option(
      names = "--micro-batches",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Numbers of micro-batches (default: ${DEFAULT-VALUE}).")
  private List<Integer> microBatches;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "40",
      description = "Steps of each, after a third as many to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Spec private CommandSpec command;

  /** One way to run the step. */
  private record Way(
      int replicas, List<Batch> microBatches, SameDiffEngine engine, List<Double> millis) {

    void step(boolean counts) {
      long begin = System.nanoTime();
      engine.step(microBatches);
      if (counts) {
        millis.add((System.nanoTime() - begin) / 1e6);
      }
    }

    String describe(double first) {
      Quartiles quartiles = Quartiles.of(millis);
      return String.format(
          Locale.ROOT,
          "%d micro-batches of %d clips, %d replicas: %.1f ms (quartiles %.1f to %.1f), ratio to"
              + " the first %.2f, working memory %d MB",
          microBatches.size(),
          microBatches.get(0).size(),
          replicas,
          quartiles.median(),
          quartiles.lower(),
          quartiles.upper(),
          quartiles.median() / first,
          engine.workingBytes(microBatches.get(0).size()) / MEGABYTE);
    }
  }

  @Override
  public Integer call() {
    PretrainConfig config = experiment.read();
    List<Way> ways = new ArrayList<>();
    for (int parts : microBatches) {
      for (int number : replicas) {
        ways.add(way(config, parts, number));
      }
    }
    for (int round = -rounds / 3; round < rounds; round++) {
      boolean counts = round >= 0;
      ways.forEach(way -> way.step(counts));
    }
    double first = Quartiles.of(ways.get(0).millis).median();
    command.commandLine().getOut().println(Backend.load().threads() + " threads");
    ways.forEach(way -> command.commandLine().getOut().println(way.describe(first)));
    command.commandLine().getOut().flush();
    ways.forEach(way -> way.engine.close());
    return 0;
  }

  private Way way(PretrainConfig config, int parts, int number) {
    InputShape shape = InputShape.of(config.clip(), config.features());
    SameDiffEngine engine =
        new SameDiffEngine(
            new SameDiffEngine.Model(
                config.network(), config.loss(), shape, config.engine().withReplicas(number)));
    Seeds seeds = new Seeds(config.seed());
    RandomGenerator random = seeds.generator(Seeds.Purpose.INITIALISATION, 0, 0);
    engine.load(engine.initialParameters(random), engine.initialStatistics(random));
    List<Batch> batches =
        IntStream.range(0, parts).mapToObj(part -> noise(shape, clips / parts, random)).toList();
    return new Way(number, batches, engine, new ArrayList<>());
  }

  private static Batch noise(InputShape shape, int size, RandomGenerator random) {
    return Noise.batch(
        Noise.normal(size * shape.videoSize(), 1, random),
        Noise.normal(size * shape.audioSize(), 1, random),
        size);
  }
}

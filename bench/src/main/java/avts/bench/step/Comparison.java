package avts.bench.step;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.step.Orders.Kind;
import avts.bench.step.StepFigures.Collector;
import avts.bench.step.StepFigures.EngineFigures;
import avts.datasets.progress.Progress;
import com.google.common.io.Closer;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures engines on one network in the same run: each in a process of its own, in alternating
 * blocks of steps, from the same first values and on the same batches.
 */
public final class Comparison {
  private static final int FEWEST_BLOCKS = 3;

  private final NetworkCase network;
  private final Plan plan;

  /**
   * How much is measured.
   *
   * @param inference whether embeddings are measured, else training steps
   * @param blocks blocks of each engine
   * @param longest time after which no further round of blocks begins, three blocks each always
   *     excepted
   * @param leastSteps training steps that each engine makes at least, whatever the time, so that
   *     losses can be compared
   */
  public record Plan(boolean inference, int blocks, Duration longest, int leastSteps) {

    /** Checks the numbers. */
    public Plan {
      checkArgument(blocks >= 1, "blocks must be positive, got %s", blocks);
      checkArgument(leastSteps >= 0, "steps must not be negative, got %s", leastSteps);
    }

    private Kind kind() {
      return inference ? Kind.EMBED : Kind.TRAIN;
    }
  }

  /** An engine at work. */
  private record Running(Worker worker, Collector collector) {

    Passes run(Plan plan, int steps) throws IOException {
      return worker.order(plan.kind(), steps, Passes.class);
    }

    EngineFigures figures() throws IOException {
      return collector.figures(worker.about(), worker.peakMegabytes());
    }
  }

  /** Prepares a measurement. */
  public Comparison(NetworkCase network, Plan plan) {
    this.network = network;
    this.plan = plan;
  }

  /**
   * Measures.
   *
   * @param engines ours first, at least one of ours
   * @throws IOException if a worker fails; its message stands on the error stream
   */
  public StepFigures run(List<Engine> engines) throws IOException {
    checkArgument(!engines.isEmpty() && engines.get(0).kind().own(), "our engine comes first");
    Path folder = Files.createTempDirectory("avts-step");
    int pieces = engines.size() * (plan.blocks() + 1);
    try (Closer workers = Closer.create();
        Progress progress = Progress.start(network.name(), "blocks", pieces)) {
      List<Running> running = new ArrayList<>();
      for (Engine engine : engines) {
        Worker worker = workers.register(start(engine, folder));
        worker.about(); // waits until the task is complete
        running.add(new Running(worker, new Collector(engine)));
      }
      for (Running one : running) {
        one.collector().warmUp(one.run(plan, network.pace().warmUp()));
        progress.step();
      }
      int blocks = measure(running, progress);
      catchUp(running);
      return figures(running, blocks);
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private StepFigures figures(List<Running> running, int blocks) throws IOException {
    List<EngineFigures> figures = new ArrayList<>();
    for (Running one : running) {
      figures.add(one.figures());
    }
    return new StepFigures(
        network.name(),
        plan.inference(),
        network.pace().batch(),
        blocks,
        network.pace().stepsPerBlock(),
        figures);
  }

  /** Our first engine writes the task into the folder; peers read it, others of ours redo it. */
  private Worker start(Engine engine, Path folder) throws IOException {
    Path first = folder.resolve("task");
    Path place = engine.kind().own() && Files.exists(first) ? folder.resolve(engine.name()) : first;
    if (engine.kind().own()) {
      Files.createDirectory(place);
      network.write(place);
    }
    return Worker.start(engine.name(), engine.commandLine(place), engine.environment());
  }

  /**
   * Lets the engines work in turn, another one first each time; returns the blocks of each. A block
   * begins with a step that does not count: caches and memory of the one before are cold.
   */
  private int measure(List<Running> running, Progress progress) throws IOException {
    long begin = System.nanoTime();
    int block = 0;
    while (block < plan.blocks()
        && (block < FEWEST_BLOCKS || System.nanoTime() - begin < plan.longest().toNanos())) {
      for (int i = 0; i < running.size(); i++) {
        Running next = running.get((block + i) % running.size());
        next.collector().add(next.run(plan, 1 + network.pace().stepsPerBlock()));
        progress.step();
      }
      block++;
    }
    return block;
  }

  private void catchUp(List<Running> running) throws IOException {
    for (Running one : running) {
      int missing = plan.leastSteps() - one.collector().steps();
      if (!plan.inference() && missing > 0) {
        one.collector().warmUp(one.run(plan, missing));
      }
    }
  }
}

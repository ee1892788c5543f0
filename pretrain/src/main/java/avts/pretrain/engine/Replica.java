package avts.pretrain.engine;

import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.ops.Workers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A network with a thread and working memory of its own; it shares its parameters with others.
 *
 * <p>Its operations run on its share of the processor's threads. Everything runs in the order that
 * it was asked for.
 */
final class Replica implements AutoCloseable {
  private final Workers workers;
  private final TrainingGraph graph;
  private final NetworkValues values;
  private final ExecutorService thread;
  private OutsideLoss.@Nullable Source loss; // of the step that the thread is in

  /**
   * Builds the graph.
   *
   * @param threads how many threads the operations are shared among, at least 1
   * @param values what all replicas share; nobody writes to them while a replica runs
   */
  Replica(EngineContext context, Statistics statistics, int threads, NetworkValues values) {
    this.values = values;
    workers = new Workers(threads);
    EngineContext own = context.with(workers);
    graph = new TrainingGraph(own.graphs(), statistics, new PartObjective(own, this::derivatives));
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread created =
                  new Thread(
                      () -> {
                        Backend.limitThreads(threads);
                        work.run();
                      },
                      "avts-replica");
              created.setDaemon(true);
              return created;
            });
  }

  private TowerVectors derivatives(TowerVectors embeddings) {
    if (loss == null) {
      throw new IllegalStateException("a step without a loss");
    }
    return loss.derivatives(embeddings);
  }

  /**
   * Makes the working memory for parts of {@code size} clips where there is none yet.
   *
   * @param forwardToo whether {@link #embed} will be called beside {@link #step}
   */
  CompletableFuture<Void> prepare(int size, boolean forwardToo) {
    return CompletableFuture.runAsync(() -> graph.prepare(size, forwardToo, values), thread);
  }

  /** Runs forward alone, as {@link #step} does it. */
  CompletableFuture<TowerVectors> embed(BatchPart part) {
    return CompletableFuture.supplyAsync(
        () ->
            PartObjective.embeddings(
                graph.forward(part.size(), PartObjective.inputs(part), values)),
        thread);
  }

  /**
   * Runs forward and backward.
   *
   * @param source is asked between the two, on the replica's thread
   * @return the part's share of the gradient, and its statistics; the loss is not known here
   */
  CompletableFuture<StepOutput> step(BatchPart part, OutsideLoss.Source source) {
    return CompletableFuture.supplyAsync(
        () -> {
          loss = source;
          return graph.step(part.size(), PartObjective.inputs(part), values).step();
        },
        thread);
  }

  /** Returns the bytes of native memory that steps over parts of {@code size} clips work in. */
  CompletableFuture<Long> workingBytes(int size) {
    return CompletableFuture.supplyAsync(() -> graph.workingBytes(size, values), thread);
  }

  /** Ends the thread; nothing may be running. */
  @Override
  public void close() {
    thread.shutdown();
    graph.close();
    workers.close();
  }
}

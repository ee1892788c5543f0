package avts.pretrain.engine;

import avts.datasets.batch.Batch;
import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * A step over a batch in parts, with the loss and the gradient of the whole.
 *
 * <p>The parts are micro-batches one after another, each divided among replicas that run side by
 * side. First all are run forward and their embeddings gathered; the loss is calculated once, over
 * all clips; then each part is run backward from its share of the derivative with respect to the
 * embeddings (Gao et al. 2021, "GradCache"). Only the last micro-batch keeps its activations
 * between the two: the others are run forward a second time, so that memory does not grow with
 * their number.
 *
 * <p>Batch norms see one part at a time. Sums are taken in the order of the parts, so results
 * repeat to the bit.
 */
final class PartedStep implements AutoCloseable {
  private final NetworkValues values;
  private final List<Replica> replicas;
  private final LossGraph loss;

  /** Threads that the operations of one replica are shared among. */
  private final int threads;

  /**
   * Builds the graphs.
   *
   * @param values what all replicas share
   */
  PartedStep(EngineContext context, SameDiffEngine.Model model, NetworkValues values) {
    this.values = values;
    loss = new LossGraph(context, model.loss());
    threads = Math.max(1, Backend.load().threads() / model.replicas());
    replicas =
        IntStream.range(0, model.replicas())
            .mapToObj(i -> new Replica(context, model.statistics(), threads, values))
            .toList();
  }

  /**
   * Runs forward and backward.
   *
   * @param microBatches at least one, each with a number of clips that the replicas divide evenly
   */
  PairOutput step(List<Batch> microBatches) {
    int before = Backend.algebraThreads(threads);
    try {
      return stepSideBySide(microBatches);
    } finally {
      Backend.algebraThreads(before);
    }
  }

  private PairOutput stepSideBySide(List<Batch> microBatches) {
    List<List<BatchPart>> rounds =
        microBatches.stream().map(batch -> BatchPart.of(batch, replicas.size())).toList();
    int last = rounds.size() - 1;
    rounds.forEach(round -> prepare(round, last > 0));
    List<TowerVectors> embeddings = new ArrayList<>();
    rounds.subList(0, last).forEach(round -> embeddings.addAll(embed(round)));
    Sum sum = new Sum(values);
    LossGraph.Result whole = meet(rounds.get(last), embeddings, negatives(microBatches), sum);
    List<TowerVectors> derivatives = whole.derivatives().dividedLike(embeddings);
    for (int round = 0; round < last; round++) {
      int first = round * replicas.size();
      List<TowerVectors> shares = derivatives.subList(first, first + replicas.size());
      results(step(rounds.get(round), shares.stream().map(PartedStep::known).toList()))
          .forEach(sum::add);
    }
    return new PairOutput(
        new StepOutput(whole.loss(), sum.gradient, sum.statistics.mean()),
        whole.positiveDistance(),
        whole.negativeDistance());
  }

  /**
   * Runs the last micro-batch, whose replicas wait in the middle of their step for the loss.
   *
   * @param embeddings of all parts before; those of this round are added
   * @param sum takes the gradient of the loss's own parameters, and what the replicas give
   */
  private LossGraph.Result meet(
      List<BatchPart> round, List<TowerVectors> embeddings, float[] negatives, Sum sum) {
    List<Meeting> meetings = round.stream().map(part -> new Meeting()).toList();
    List<CompletableFuture<StepOutput>> running = step(round, meetings);
    LossGraph.Result whole;
    try {
      for (int i = 0; i < meetings.size(); i++) {
        embeddings.add(meetings.get(i).embeddings(running.get(i)));
      }
      whole = loss.of(TowerVectors.joined(embeddings), negatives, values, sum.gradient);
      List<TowerVectors> derivatives = whole.derivatives().dividedLike(embeddings);
      int first = embeddings.size() - meetings.size();
      for (int i = 0; i < meetings.size(); i++) {
        meetings.get(i).answer(derivatives.get(first + i));
      }
    } finally {
      meetings.forEach(Meeting::end);
      awaitEnd(running);
    }
    results(running).forEach(sum::add);
    return whole;
  }

  /** One replica after another: each plans on its own thread, and ND4J promises nothing to two. */
  private void prepare(List<BatchPart> round, boolean forwardToo) {
    for (int i = 0; i < round.size(); i++) {
      result(replicas.get(i).prepare(round.get(i).size(), forwardToo));
    }
  }

  private List<TowerVectors> embed(List<BatchPart> round) {
    return results(
        IntStream.range(0, round.size())
            .mapToObj(i -> replicas.get(i).embed(round.get(i)))
            .toList());
  }

  private List<CompletableFuture<StepOutput>> step(
      List<BatchPart> round, List<? extends OutsideLoss.Source> losses) {
    return IntStream.range(0, round.size())
        .mapToObj(i -> replicas.get(i).step(round.get(i), losses.get(i)))
        .toList();
  }

  private static OutsideLoss.Source known(TowerVectors derivatives) {
    return embeddings -> derivatives;
  }

  /** Returns the index of each clip's negative among the clips of all micro-batches. */
  private static float[] negatives(List<Batch> microBatches) {
    float[] negatives = new float[microBatches.stream().mapToInt(Batch::size).sum()];
    int first = 0;
    for (Batch batch : microBatches) {
      for (int i = 0; i < batch.size(); i++) {
        negatives[first + i] = first + batch.negative()[i];
      }
      first += batch.size();
    }
    return negatives;
  }

  /** Waits for all, so that no replica is left running when one has failed. */
  private static <T> List<T> results(List<CompletableFuture<T>> running) {
    awaitEnd(running);
    return running.stream().map(PartedStep::result).toList();
  }

  private static void awaitEnd(List<? extends CompletableFuture<?>> running) {
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .handle((nothing, failure) -> null)
        .join();
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() != null) {
        Throwables.throwIfUnchecked(e.getCause());
      }
      throw e;
    }
  }

  /** Where a replica in the middle of its step meets the loss. */
  private static final class Meeting implements OutsideLoss.Source {
    private final CompletableFuture<TowerVectors> embeddings = new CompletableFuture<>();
    private final CompletableFuture<TowerVectors> derivatives = new CompletableFuture<>();

    @Override
    public TowerVectors derivatives(TowerVectors own) {
      embeddings.complete(own);
      return derivatives.join();
    }

    /** Waits for the embeddings, or for the failure of the step that should bring them. */
    TowerVectors embeddings(CompletableFuture<StepOutput> step) {
      step.exceptionally(
          failure -> {
            embeddings.completeExceptionally(failure);
            return null;
          });
      return result(embeddings);
    }

    void answer(TowerVectors wanted) {
      derivatives.complete(wanted);
    }

    /** Lets go a replica that has not been answered. */
    void end() {
      derivatives.completeExceptionally(new IllegalStateException("another part has failed"));
    }
  }

  /** The sum of the parts' gradients and the mean of their statistics. */
  private static final class Sum {
    private final float[] gradient;
    private final FlatMean statistics;

    Sum(NetworkValues values) {
      gradient = new float[ParameterInfo.total(values.parameters())];
      statistics = new FlatMean(ParameterInfo.total(values.statistics()));
    }

    void add(StepOutput part) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += part.gradient()[i];
      }
      statistics.add(part.batchStatistics());
    }
  }

  /** Returns the bytes of native memory that steps over micro-batches of a size work in. */
  long workingBytes(int clips) {
    return replicas.stream()
        .mapToLong(replica -> result(replica.workingBytes(clips / replicas.size())))
        .sum();
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
    loss.close();
  }
}

package avts.pretrain.train;

import avts.datasets.media.MediaException;
import avts.pretrain.optim.GradientClipping;
import java.io.IOException;
import java.util.List;

/**
 * The one training loop, for pretraining, fine-tuning and distillation alike.
 *
 * <p>What is trained on what is the {@link TrainingTask}'s business; all that is not arithmetic is
 * a {@link TrainListener}'s.
 */
public final class Trainer {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final TrainingTask task;
  private final Recipe recipe;
  private final TrainState state;
  private final List<TrainListener> listeners;
  private final StopSignal stop;

  /** Creates a trainer that goes on from {@code state}. */
  public Trainer(
      TrainingTask task,
      Recipe recipe,
      TrainState state,
      List<? extends TrainListener> listeners,
      StopSignal stop) {
    this.task = task;
    this.recipe = recipe;
    this.state = state;
    this.listeners = List.copyOf(listeners);
    this.stop = stop;
  }

  /**
   * Trains until the last epoch, the time limit, or a request to stop.
   *
   * @return why it ended
   * @throws MediaException if a file cannot be read any more
   * @throws IOException if a listener cannot write
   * @throws DivergenceException if a listener found that training left the numbers
   * @throws InterruptedException if the thread was interrupted while waiting for data
   */
  public StopReason run()
      throws MediaException, IOException, DivergenceException, InterruptedException {
    task.load(state.parameters(), state.statistics());
    for (TrainListener listener : listeners) {
      listener.start(state);
    }
    while (!ended()) {
      try (MicroBatches batches =
          task.open(state.epoch(), state.curriculum().mix(), state.position().microBatch())) {
        while (batches.hasNext() && !ended()) {
          step(batches);
        }
      }
      // After a request to stop, what follows an epoch is left to the process that resumes.
      if (!stop.requested()) {
        endEpoch();
      }
    }
    StopReason reason = reason();
    for (TrainListener listener : listeners) {
      listener.end(state, reason);
    }
    return reason;
  }

  private void endEpoch() throws IOException, MediaException, InterruptedException {
    int done = state.position().microBatch();
    if (done == state.microBatchesPerEpoch()) {
      EpochResult result = state.endEpoch();
      for (TrainListener listener : listeners) {
        listener.afterEpoch(state, result);
      }
    } else if (!timeIsUp()) {
      throw new IllegalStateException(
          "epoch "
              + state.epoch()
              + " gave "
              + done
              + " of "
              + state.microBatchesPerEpoch()
              + " micro-batches");
    }
  }

  private void step(MicroBatches batches)
      throws MediaException, IOException, DivergenceException, InterruptedException {
    long begin = System.nanoTime();
    long waitedBefore = batches.waitedNanos();
    int microBatches =
        Math.min(
            recipe.microBatches(), state.microBatchesPerEpoch() - state.position().microBatch());
    MicroResult whole = batches.next(microBatches);
    StepFigures figures = whole.figures();
    RunningStatistics.update(state.statistics(), whole.output().batchStatistics());
    float[] gradient = whole.output().gradient();
    double norm = GradientClipping.norm(gradient);
    double rate = recipe.optimizer().learningRate() * state.schedule().factor(state.epochs());
    StepResult computed =
        new StepResult(
            state.step() + 1,
            state.epoch(),
            state.curriculum().stage(),
            rate,
            whole.output().loss(),
            norm,
            figures,
            figures.clips(),
            System.nanoTime() - begin,
            batches.waitedNanos() - waitedBefore);
    for (TrainListener listener : listeners) {
      listener.beforeUpdate(state, computed);
    }
    GradientClipping.clip(gradient, norm, recipe.optimizer().clipNorm());
    state.optimizer().step(state.parameters(), gradient, rate);
    task.load(state.parameters(), state.statistics());
    StepResult result = computed.withNanos(System.nanoTime() - begin);
    state.endStep(result, microBatches);
    for (TrainListener listener : listeners) {
      listener.afterStep(state, result);
    }
  }

  private boolean ended() {
    return stop.requested() || timeIsUp() || state.epoch() >= recipe.training().epochs();
  }

  private boolean timeIsUp() {
    double limit = recipe.training().maxMinutes() * NANOS_PER_MINUTE;
    return limit > 0 && state.position().nanos() >= limit;
  }

  private StopReason reason() {
    if (state.epoch() >= recipe.training().epochs()) {
      return StopReason.FINISHED;
    }
    return timeIsUp() ? StopReason.TIME_LIMIT : StopReason.INTERRUPTED;
  }
}

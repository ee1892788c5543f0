package avts.pretrain.train.listener;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.pretrain.train.EpochResult;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import java.io.IOException;
import java.util.List;

/**
 * Evaluates on held-out data every few epochs and at the end, and tells other listeners.
 *
 * <p>Being a function of the parameters alone, it changes nothing about the training.
 */
public final class Validation implements TrainListener {
  private final Evaluator evaluator;
  private final int everyEpochs;
  private final List<TrainListener> audience;
  private long evaluatedStep = -1;

  /** Measures the parameters that training has reached. */
  public interface Evaluator {

    /**
     * Measures; the task's network holds the state's parameters already.
     *
     * @throws IOException if a file of held-out pairs or figures cannot be read or written
     * @throws MediaException if a held-out video cannot be read; the message names it
     * @throws InterruptedException if the thread was interrupted while waiting for data
     */
    Evaluation evaluate(TrainState state) throws IOException, MediaException, InterruptedException;
  }

  /**
   * Creates the listener.
   *
   * @param evaluator what measures
   * @param everyEpochs epochs from one validation to the next, at least 1
   * @param audience whom to tell, in order: logs, then the {@link CheckpointWriter}
   */
  public Validation(Evaluator evaluator, int everyEpochs, List<? extends TrainListener> audience) {
    checkArgument(everyEpochs >= 1, "everyEpochs must be positive, got %s", everyEpochs);
    this.evaluator = evaluator;
    this.everyEpochs = everyEpochs;
    this.audience = List.copyOf(audience);
  }

  @Override
  public void afterEpoch(TrainState state, EpochResult result)
      throws IOException, MediaException, InterruptedException {
    if (state.epoch() % everyEpochs == 0) {
      evaluate(state);
    }
  }

  @Override
  public void end(TrainState state, StopReason reason)
      throws IOException, MediaException, InterruptedException {
    if (reason != StopReason.INTERRUPTED && evaluatedStep != state.step()) {
      evaluate(state);
    }
  }

  private void evaluate(TrainState state) throws IOException, MediaException, InterruptedException {
    Evaluation evaluation = evaluator.evaluate(state);
    evaluatedStep = state.step();
    state.note(evaluation);
    for (TrainListener listener : audience) {
      listener.afterEvaluation(state, evaluation);
    }
  }
}

package avts.pretrain.train;

import avts.datasets.media.MediaException;
import java.io.IOException;

/**
 * A side effect of training: logging, checkpoints, guards.
 *
 * <p>Called on the training thread, in the order of the trainer's list. A listener may read the
 * state; the only thing it may change is to {@linkplain TrainState#note note} a validation.
 */
public interface TrainListener {

  /** Called before the first step of this process. */
  default void start(TrainState state) throws IOException {}

  /**
   * Called when a step's gradient is known and before the parameters move.
   *
   * @throws DivergenceException if they must not move
   */
  default void beforeUpdate(TrainState state, StepResult result) throws DivergenceException {}

  /** Called after the parameters have moved. */
  default void afterStep(TrainState state, StepResult result) throws IOException {}

  /** Called after an epoch, when schedule, curriculum and position have moved on. */
  default void afterEpoch(TrainState state, EpochResult result)
      throws IOException, MediaException, InterruptedException {}

  /** Called after a validation. */
  default void afterEvaluation(TrainState state, Evaluation evaluation) throws IOException {}

  /** Called at the end of training, not after an exception. */
  default void end(TrainState state, StopReason reason)
      throws IOException, MediaException, InterruptedException {}
}

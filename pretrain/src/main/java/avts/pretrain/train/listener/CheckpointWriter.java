package avts.pretrain.train.listener;

import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.StateFile;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.TrainState;
import java.io.IOException;

/**
 * Writes checkpoints: every few steps, of the best validation, and at the end.
 *
 * <p>It must come after the logs in the trainer's list, so that what a checkpoint vouches for has
 * been written.
 */
public final class CheckpointWriter extends PeriodicListener {
  private final CheckpointStore store;
  private TrainState.Position saved = new TrainState.Position(-1, 0, 0, 0, 0, 0);

  /**
   * Creates the listener.
   *
   * @param store where to
   * @param everySteps steps from one checkpoint to the next, at least 1
   */
  public CheckpointWriter(CheckpointStore store, int everySteps) {
    super(everySteps);
    this.store = store;
  }

  @Override
  void afterPeriod(TrainState state, StepResult result) throws IOException {
    save(state);
  }

  @Override
  public void afterEvaluation(TrainState state, Evaluation evaluation) throws IOException {
    if (state.best().step() == state.step()) {
      save(state);
      store.markBest(state.step());
    }
  }

  @Override
  public void end(TrainState state, StopReason reason) throws IOException {
    save(state);
  }

  private void save(TrainState state) throws IOException {
    if (!saved.equals(state.position())) {
      store.save(StateFile.checkpoint(state));
      saved = state.position();
    }
  }
}

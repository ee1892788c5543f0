package avts.pretrain.train.listener;

import avts.pretrain.checkpoint.CheckpointException;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import java.nio.file.Path;
import java.util.Optional;

/** Ends training before a gradient that is not a number reaches the parameters. */
public final class DivergenceGuard implements TrainListener {
  private final CheckpointStore store;

  /** Creates the guard; {@code store} is asked for the last good checkpoint. */
  public DivergenceGuard(CheckpointStore store) {
    this.store = store;
  }

  @Override
  public void beforeUpdate(TrainState state, StepResult result) throws DivergenceException {
    if (Double.isFinite(result.loss()) && Double.isFinite(result.gradientNorm())) {
      return;
    }
    throw new DivergenceException(
        "training diverged at step "
            + result.step()
            + " (epoch "
            + result.epoch()
            + ", learning rate "
            + result.learningRate()
            + "): the loss is "
            + result.loss()
            + " and the gradient's norm "
            + result.gradientNorm()
            + ". "
            + lastGood(result.step())
            + " Lower optimizer.learning_rate, lengthen schedule.warmup_epochs or set"
            + " optimizer.clip_norm");
  }

  private String lastGood(long step) {
    try {
      Optional<Path> last = store.last();
      if (last.isEmpty()) {
        return "No checkpoint had been written yet.";
      }
      String name = String.valueOf(last.get().getFileName());
      return "The last good checkpoint is "
          + name
          + "; what went wrong lies between it and step "
          + step
          + ".";
    } catch (CheckpointException e) {
      return "The last checkpoint is unknown: " + e.getMessage() + ".";
    }
  }
}

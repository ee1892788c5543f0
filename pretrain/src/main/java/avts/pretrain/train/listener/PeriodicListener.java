package avts.pretrain.train.listener;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import java.io.IOException;

/** A listener that cares for one step of every few. */
abstract class PeriodicListener implements TrainListener {
  private final int everySteps;

  /**
   * Creates the listener.
   *
   * @param everySteps steps from one to the next, at least 1
   */
  PeriodicListener(int everySteps) {
    checkArgument(everySteps >= 1, "everySteps must be positive, got %s", everySteps);
    this.everySteps = everySteps;
  }

  /** Called after each step whose number is a multiple of the period. */
  abstract void afterPeriod(TrainState state, StepResult result) throws IOException;

  @Override
  public final void afterStep(TrainState state, StepResult result) throws IOException {
    if (result.step() % everySteps == 0) {
      afterPeriod(state, result);
    }
  }
}

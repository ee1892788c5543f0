package avts.distill.learn;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;

/**
 * How a network learns.
 *
 * @param epochs passes over the training takes, at least 1
 * @param batch takes of a step, at least 1; where there are fewer, all of them
 * @param optimizer the update rule
 * @param schedule the learning rate's course
 */
public record LearningConfig(
    int epochs, int batch, OptimizerConfig optimizer, ScheduleConfig schedule) {

  /** Checks every range. */
  public LearningConfig {
    checkArgument(epochs >= 1, "epochs must be positive, got %s", epochs);
    checkArgument(batch >= 1, "batch must be positive, got %s", batch);
  }
}

package avts.transfer.network;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;

/**
 * How a network learns.
 *
 * @param epochs passes, at least 1
 * @param stepsPerEpoch optimiser steps in an epoch, at least 1; 0 for as many as show every example
 *     once
 * @param batch examples of a step, at least 1; where there are fewer, all of them
 * @param optimizer the update rule
 * @param schedule the learning rate's course
 * @param hiddenRate factor of the learning rate for the hidden layers, at least 0; 0 leaves them as
 *     they were pretrained
 * @param patience epochs without a lower loss on the held-out takes after which learning ends, and
 *     the best epoch's weights are taken; 0 to learn to the end and take the last ones
 */
public record LearningConfig(
    int epochs,
    int stepsPerEpoch,
    int batch,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    double hiddenRate,
    int patience) {

  /** Checks every range. */
  public LearningConfig {
    checkArgument(epochs >= 1, "epochs must be positive, got %s", epochs);
    checkArgument(
        stepsPerEpoch >= 0, "steps_per_epoch must not be negative, got %s", stepsPerEpoch);
    checkArgument(batch >= 1, "batch must be positive, got %s", batch);
    checkArgument(
        hiddenRate >= 0 && Double.isFinite(hiddenRate),
        "hidden_rate must not be negative, got %s",
        hiddenRate);
    checkArgument(patience >= 0, "patience must not be negative, got %s", patience);
  }
}

package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How long training lasts and what is written on the way.
 *
 * @param epochs length of the whole training, at least 1
 * @param maxMinutes minutes after which training ends before its last epoch, counted over all parts
 *     of a resumed run, validations and checkpoints left out; 0 for no limit
 * @param logEverySteps optimiser steps from one line of metrics to the next, at least 1
 * @param checkpointEverySteps optimiser steps from one checkpoint to the next, at least 1
 * @param keepCheckpoints how many of the latest checkpoints stay on disk beside the best, at least
 *     1
 * @param evaluateEveryEpochs epochs from one validation to the next, at least 1
 */
public record TrainingConfig(
    int epochs,
    double maxMinutes,
    int logEverySteps,
    int checkpointEverySteps,
    int keepCheckpoints,
    int evaluateEveryEpochs) {

  /** Checks the ranges. */
  public TrainingConfig {
    checkArgument(epochs >= 1, "epochs must be positive, got %s", epochs);
    checkArgument(
        maxMinutes >= 0 && Double.isFinite(maxMinutes),
        "max_minutes must not be negative, got %s",
        maxMinutes);
    checkArgument(logEverySteps >= 1, "log_every_steps must be positive, got %s", logEverySteps);
    checkArgument(
        checkpointEverySteps >= 1,
        "checkpoint_every_steps must be positive, got %s",
        checkpointEverySteps);
    checkArgument(
        keepCheckpoints >= 1, "keep_checkpoints must be positive, got %s", keepCheckpoints);
    checkArgument(
        evaluateEveryEpochs >= 1,
        "evaluate_every_epochs must be positive, got %s",
        evaluateEveryEpochs);
  }
}

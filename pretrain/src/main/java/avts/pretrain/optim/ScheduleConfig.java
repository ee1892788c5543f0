package avts.pretrain.optim;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * How the learning rate changes during training.
 *
 * @param kind constant, plateau, cosine or multistep
 * @param warmupEpochs epochs over which the rate rises linearly from 0, at least 0, fractions
 *     allowed; with every kind
 * @param factor what plateau and multistep multiply the rate with, between 0 and 1
 * @param patience epochs without a lower training loss that plateau endures before it lowers the
 *     rate, at least 0
 * @param onStageChange whether plateau resets its best loss and patience when the curriculum moves
 *     on (the loss of a harder mix is not comparable), or carries them over
 * @param milestones epochs, ascending, at whose start multistep lowers the rate; may be empty
 * @param finalFactor what cosine ends at, as a share of the learning rate, 0..1
 */
public record ScheduleConfig(
    Kind kind,
    double warmupEpochs,
    double factor,
    int patience,
    StageChange onStageChange,
    List<Integer> milestones,
    double finalFactor) {

  /** The shapes to choose from. */
  public enum Kind {
    /** The same rate throughout. */
    CONSTANT,
    /** Lowered whenever the training loss stops falling (the paper's). */
    PLATEAU,
    /** Half a cosine from the full rate to {@code final_factor} of it. */
    COSINE,
    /** Lowered at given epochs. */
    MULTISTEP
  }

  /** What happens to plateau's memory when the curriculum moves on. */
  public enum StageChange {
    /** Best loss and patience begin anew; the rate stays. */
    RESET,
    /** Best loss and patience stay. */
    CARRY
  }

  /** Checks the ranges. */
  public ScheduleConfig {
    checkArgument(
        warmupEpochs >= 0 && Double.isFinite(warmupEpochs),
        "warmup_epochs must not be negative, got %s",
        warmupEpochs);
    checkArgument(factor > 0 && factor < 1, "factor must lie between 0 and 1, got %s", factor);
    checkArgument(patience >= 0, "patience must not be negative, got %s", patience);
    milestones = List.copyOf(milestones);
    for (int i = 0; i < milestones.size(); i++) {
      checkArgument(
          milestones.get(i) > (i == 0 ? 0 : milestones.get(i - 1)),
          "milestones must be positive and ascending, got %s",
          milestones);
    }
    checkArgument(
        finalFactor >= 0 && finalFactor <= 1, "final_factor must lie in 0..1, got %s", finalFactor);
  }

  /**
   * Returns a fresh schedule.
   *
   * @param epochs length of the whole training, at least 1
   */
  public LearningRateSchedule create(int epochs) {
    checkArgument(epochs >= 1, "epochs must be positive, got %s", epochs);
    checkArgument(
        warmupEpochs < epochs,
        "warmup_epochs must be less than the epochs of the training, got %s",
        warmupEpochs);
    LearningRateSchedule schedule =
        switch (kind) {
          case CONSTANT -> position -> 1;
          case PLATEAU -> new PlateauSchedule(factor, patience, onStageChange);
          case COSINE -> new CosineSchedule(warmupEpochs, epochs, finalFactor);
          case MULTISTEP -> new MultistepSchedule(factor, milestones);
        };
    return warmupEpochs == 0 ? schedule : new WarmupSchedule(warmupEpochs, schedule);
  }
}

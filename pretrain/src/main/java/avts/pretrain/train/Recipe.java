package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.RateFactors;
import avts.pretrain.optim.ScheduleConfig;

/**
 * Everything that decides how parameters move, whatever the task.
 *
 * @param training length of the training
 * @param optimizer the update rule
 * @param schedule the learning rate's course
 * @param curriculum which negatives are shown when
 * @param microBatches micro-batches that make one optimiser step together, at least 1
 * @param rates factors of the learning rate for parts of the network
 */
public record Recipe(
    TrainingConfig training,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    CurriculumConfig curriculum,
    int microBatches,
    RateFactors rates) {

  /** The same learning rate for the whole network. */
  public Recipe(
      TrainingConfig training,
      OptimizerConfig optimizer,
      ScheduleConfig schedule,
      CurriculumConfig curriculum,
      int microBatches) {
    this(training, optimizer, schedule, curriculum, microBatches, RateFactors.same());
  }

  /** Checks the number of micro-batches. */
  public Recipe {
    checkArgument(microBatches >= 1, "micro_batches must be positive, got %s", microBatches);
  }
}

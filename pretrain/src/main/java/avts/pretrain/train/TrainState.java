package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.curriculum.Curriculum;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.optim.LearningRateSchedule;
import avts.pretrain.optim.Optimizer;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Everything that changes during training.
 *
 * <p>Owned by the training thread. The vectors are the live ones: whoever keeps them copies them.
 */
public final class TrainState {
  private final List<ParameterInfo> parameterInfos;
  private final List<ParameterInfo> statisticInfos;
  private final int microBatchesPerEpoch;
  private final float[] parameters;
  private final float[] statistics;
  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private final Curriculum curriculum;
  private Position position = new Position(0, 0, 0, 0, 0, 0);
  private Best best = Best.NONE;

  /**
   * Where training stands.
   *
   * @param step optimiser steps made
   * @param epoch epochs finished, which is the number of the present one from 0
   * @param microBatch micro-batches of the present epoch that are done
   * @param epochLoss sum of the losses of the present epoch's steps
   * @param epochSteps number of the present epoch's steps
   * @param nanos wall time spent in training
   */
  public record Position(
      long step, int epoch, int microBatch, double epochLoss, int epochSteps, long nanos) {}

  /**
   * The best validation so far.
   *
   * @param score its score, or empty where there was none
   * @param step optimiser steps made then
   */
  public record Best(OptionalDouble score, long step) {
    /** No validation yet. */
    public static final Best NONE = new Best(OptionalDouble.empty(), 0);
  }

  /**
   * Begins training at step 0.
   *
   * @param task the task, asked for its layout only
   * @param recipe the course of training
   * @param weights initial values, copied
   */
  public TrainState(TrainingTask task, Recipe recipe, Weights weights) {
    parameterInfos = List.copyOf(task.parameters());
    statisticInfos = List.copyOf(task.statistics());
    microBatchesPerEpoch = task.microBatchesPerEpoch();
    checkArgument(
        microBatchesPerEpoch >= 1,
        "an epoch needs at least one batch, got %s: there are too few usable files",
        microBatchesPerEpoch);
    parameters = weights.parameters().clone();
    statistics = weights.statistics().clone();
    optimizer = recipe.optimizer().create(parameterInfos, recipe.rates());
    schedule = recipe.schedule().create(recipe.training().epochs());
    curriculum = new Curriculum(recipe.curriculum());
  }

  /** Returns the layout of the parameters. */
  public List<ParameterInfo> parameterInfos() {
    return parameterInfos;
  }

  /** Returns the layout of the statistics. */
  public List<ParameterInfo> statisticInfos() {
    return statisticInfos;
  }

  /** Returns the live parameters. */
  public float[] parameters() {
    return parameters;
  }

  /** Returns the live running statistics. */
  public float[] statistics() {
    return statistics;
  }

  /** Returns the optimiser. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** Returns the schedule. */
  public LearningRateSchedule schedule() {
    return schedule;
  }

  /** Returns the curriculum. */
  public Curriculum curriculum() {
    return curriculum;
  }

  /** Returns where training stands. */
  public Position position() {
    return position;
  }

  /** Returns the number of optimiser steps made. */
  public long step() {
    return position.step();
  }

  /** Returns the number of finished epochs, which is the number of the present one from 0. */
  public int epoch() {
    return position.epoch();
  }

  /** Returns how many micro-batches an epoch has. */
  public int microBatchesPerEpoch() {
    return microBatchesPerEpoch;
  }

  /** Returns the position in epochs with fractions, as schedules count. */
  public double epochs() {
    return position.epoch() + (double) position.microBatch() / microBatchesPerEpoch;
  }

  /** Returns the best validation so far. */
  public Best best() {
    return best;
  }

  /** Counts a step of {@code microBatches} micro-batches. */
  void endStep(StepResult result, int microBatches) {
    position =
        new Position(
            result.step(),
            position.epoch(),
            position.microBatch() + microBatches,
            position.epochLoss() + result.loss(),
            position.epochSteps() + 1,
            position.nanos() + result.nanos());
  }

  /** Moves schedule, curriculum and position to the next epoch. */
  EpochResult endEpoch() {
    int stage = curriculum.stage();
    double loss = position.epochLoss() / position.epochSteps();
    schedule.endEpoch(loss);
    boolean stageEnded = curriculum.endEpoch(loss);
    if (stageEnded) {
      schedule.changeStage();
    }
    EpochResult result = new EpochResult(position.epoch(), stage, loss, stageEnded);
    position = new Position(position.step(), position.epoch() + 1, 0, 0, 0, position.nanos());
    return result;
  }

  /**
   * Takes note of a validation of the present parameters.
   *
   * @return whether it is the best so far
   */
  public boolean note(Evaluation evaluation) {
    if (best.score().isPresent() && evaluation.score() <= best.score().getAsDouble()) {
      return false;
    }
    best = new Best(OptionalDouble.of(evaluation.score()), step());
    return true;
  }

  /** Takes over a position and a best validation from a checkpoint. */
  void restore(Position savedPosition, Best savedBest) {
    checkArgument(
        savedPosition.microBatch() <= microBatchesPerEpoch,
        "the checkpoint stands at batch %s of an epoch that has only %s: the data have changed",
        savedPosition.microBatch(),
        microBatchesPerEpoch);
    position = savedPosition;
    best = savedBest;
  }
}

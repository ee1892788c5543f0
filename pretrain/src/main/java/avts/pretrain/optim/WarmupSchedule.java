package avts.pretrain.optim;

import java.util.SortedMap;

/** Multiplies another schedule with a linear rise from 0 to 1. */
final class WarmupSchedule implements LearningRateSchedule {
  private final double epochs;
  private final LearningRateSchedule inner;

  WarmupSchedule(double epochs, LearningRateSchedule inner) {
    this.epochs = epochs;
    this.inner = inner;
  }

  @Override
  public double factor(double position) {
    return Math.min(1, position / epochs) * inner.factor(position);
  }

  @Override
  public void endEpoch(double trainingLoss) {
    inner.endEpoch(trainingLoss);
  }

  @Override
  public void changeStage() {
    inner.changeStage();
  }

  @Override
  public SortedMap<String, Double> state() {
    return inner.state();
  }

  @Override
  public void restore(SortedMap<String, Double> state) {
    inner.restore(state);
  }
}

package avts.pretrain.optim;

import java.util.List;

/** Lowers the rate at the start of given epochs. */
final class MultistepSchedule implements LearningRateSchedule {
  private final double step;
  private final List<Integer> milestones;

  MultistepSchedule(double step, List<Integer> milestones) {
    this.step = step;
    this.milestones = milestones;
  }

  @Override
  public double factor(double position) {
    double factor = 1;
    for (int milestone : milestones) {
      if (position >= milestone) {
        factor *= step;
      }
    }
    return factor;
  }
}

package avts.pretrain.optim;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lowers the rate whenever the training loss has not fallen for more than {@code patience} epochs
 * (Korbar et al. 2018, section 3), as {@code torch.optim.lr_scheduler.ReduceLROnPlateau} with its
 * relative threshold of 1e-4.
 */
public final class PlateauSchedule implements LearningRateSchedule {
  private static final double THRESHOLD = 1e-4;

  private final double step;
  private final int patience;
  private final ScheduleConfig.StageChange onStageChange;
  private double factor = 1;
  private double best = Double.POSITIVE_INFINITY;
  private int badEpochs;

  /**
   * Creates the schedule.
   *
   * @param step what the rate is multiplied with, between 0 and 1
   * @param patience epochs without improvement that are endured
   * @param onStageChange what happens to best loss and patience when the curriculum moves on
   */
  public PlateauSchedule(double step, int patience, ScheduleConfig.StageChange onStageChange) {
    this.step = step;
    this.patience = patience;
    this.onStageChange = onStageChange;
  }

  @Override
  public double factor(double position) {
    return factor;
  }

  @Override
  public void endEpoch(double trainingLoss) {
    if (trainingLoss < best * (1 - THRESHOLD)) {
      best = trainingLoss;
      badEpochs = 0;
    } else {
      badEpochs++;
    }
    if (badEpochs > patience) {
      factor *= step;
      badEpochs = 0;
    }
  }

  @Override
  public void changeStage() {
    if (onStageChange == ScheduleConfig.StageChange.RESET) {
      best = Double.POSITIVE_INFINITY;
      badEpochs = 0;
    }
  }

  @Override
  public SortedMap<String, Double> state() {
    SortedMap<String, Double> state = new TreeMap<>();
    state.put("factor", factor);
    state.put("bad_epochs", (double) badEpochs);
    if (Double.isFinite(best)) {
      state.put("best", best);
    }
    return state;
  }

  @Override
  public void restore(SortedMap<String, Double> state) {
    Double savedFactor = state.get("factor");
    Double savedBadEpochs = state.get("bad_epochs");
    checkArgument(
        savedFactor != null && savedBadEpochs != null,
        "the plateau schedule's state needs factor and bad_epochs, got %s",
        state.keySet());
    factor = savedFactor;
    badEpochs = savedBadEpochs.intValue();
    best = state.getOrDefault("best", Double.POSITIVE_INFINITY);
  }
}

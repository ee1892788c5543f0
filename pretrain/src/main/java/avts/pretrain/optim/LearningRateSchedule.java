package avts.pretrain.optim;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the configured learning rate is multiplied with in the course of training.
 *
 * <p>A function of the position and of what it was told; its memory can be saved and restored.
 */
public interface LearningRateSchedule {

  /**
   * Returns the factor of the next step.
   *
   * @param position epochs since the start of training, with fractions: 1.5 is the middle of the
   *     second epoch
   */
  double factor(double position);

  /** Takes note of a finished epoch and its mean training loss. */
  default void endEpoch(double trainingLoss) {}

  /** Takes note that the curriculum moved on, so that losses are no longer comparable. */
  default void changeStage() {}

  /** Returns the memory, every value finite; empty where there is none. */
  default SortedMap<String, Double> state() {
    return new TreeMap<>();
  }

  /** Takes over a memory that {@link #state()} gave. */
  default void restore(SortedMap<String, Double> state) {}
}

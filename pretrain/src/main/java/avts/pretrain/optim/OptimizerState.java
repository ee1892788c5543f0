package avts.pretrain.optim;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Set;

/**
 * An optimiser's memory.
 *
 * @param steps number of updates made, at least 0
 * @param slots flat vectors by name, each as long as the parameters: {@code momentum_buffer} (sgd);
 *     {@code exp_avg} and {@code exp_avg_sq} (adam)
 */
public record OptimizerState(long steps, Map<String, float[]> slots) {

  /** Checks the number of steps. */
  public OptimizerState {
    checkArgument(steps >= 0, "steps must not be negative, got %s", steps);
    slots = ImmutableSortedMap.copyOf(slots);
  }

  /** Copies slot {@code name} into {@code target}. */
  void copySlot(String name, float[] target) {
    float[] values = slots.get(name);
    checkArgument(
        values != null && values.length == target.length,
        "the optimiser's state needs slot %s with %s values, got %s",
        name,
        target.length,
        values == null ? "none" : values.length);
    System.arraycopy(values, 0, target, 0, target.length);
  }

  /** Checks that there are exactly the slots {@code names}. */
  void checkSlots(Set<String> names) {
    checkArgument(
        slots.keySet().equals(names),
        "the optimiser's state holds slots %s where %s are needed: it was saved by another kind",
        slots.keySet(),
        names);
  }
}

package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;

/**
 * A measured value with its range of uncertainty.
 *
 * @param value the value on all items
 * @param low lower end
 * @param high upper end
 */
public record Interval(double value, double low, double high) {

  /** Checks the order of the ends. */
  public Interval {
    checkArgument(low <= high, "an interval needs low <= high, got %s..%s", low, high);
  }

  /** Returns whether {@code other} lies within the ends. */
  public boolean contains(double other) {
    return low <= other && other <= high;
  }

  /** Returns the interval as percentages: {@code "81.2 % (78.0 to 84.1)"}. */
  public String percent() {
    return String.format(Locale.ROOT, "%.1f %% (%.1f to %.1f)", 100 * value, 100 * low, 100 * high);
  }
}

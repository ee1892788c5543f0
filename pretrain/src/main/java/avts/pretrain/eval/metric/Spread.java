package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a figure varies from seed to seed.
 *
 * @param mean arithmetic mean
 * @param deviation sample standard deviation (over n - 1), 0 for a single value
 * @param count number of values
 */
public record Spread(double mean, double deviation, int count) {

  /** Returns the spread of {@code values}, at least one. */
  public static Spread of(double... values) {
    checkArgument(values.length > 0, "there are no values");
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
    return new Spread(mean, deviation, values.length);
  }

  /**
   * Returns mean and deviation for people: {@code "97.2 ± 0.4"}.
   *
   * @param scale factor before rounding, 100 for percentages
   * @param digits digits after the point
   */
  public String fixed(double scale, int digits) {
    String number = "%." + digits + "f";
    return String.format(Locale.ROOT, number + " ± " + number, scale * mean, scale * deviation);
  }
}

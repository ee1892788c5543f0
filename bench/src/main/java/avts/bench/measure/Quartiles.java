package avts.bench.measure;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.Quantiles;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * Median and spread of measured values, which a few slow runs do not move.
 *
 * @param lower a quarter of the values are at most this
 * @param median the middle
 * @param upper a quarter of the values are at least this
 * @param count number of values
 */
public record Quartiles(double lower, double median, double upper, int count) {

  /** Returns the quartiles of {@code values}, at least one, interpolated linearly. */
  public static Quartiles of(Collection<Double> values) {
    checkArgument(!values.isEmpty(), "there are no values");
    Map<Integer, Double> quartiles = Quantiles.quartiles().indexes(1, 2, 3).compute(values);
    return new Quartiles(
        quartiles.getOrDefault(1, Double.NaN),
        quartiles.getOrDefault(2, Double.NaN),
        quartiles.getOrDefault(3, Double.NaN),
        values.size());
  }

  /** Returns the two outer quartiles for people: {@code "95.1..101.2"}. */
  public String range(int digits) {
    String format = "%." + digits + "f";
    return String.format(Locale.ROOT, format + ".." + format, lower, upper);
  }
}

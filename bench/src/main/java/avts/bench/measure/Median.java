package avts.bench.measure;

import com.google.common.math.Quantiles;
import java.util.stream.DoubleStream;

/** The middle of measured times, which a single slow run does not move. */
public final class Median {

  private Median() {}

  /** Returns the median of {@code values}, at least one. */
  public static double of(DoubleStream values) {
    return Quantiles.median().compute(values.toArray());
  }
}

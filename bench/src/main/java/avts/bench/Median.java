package avts.bench;

import com.google.common.math.Quantiles;
import java.util.stream.DoubleStream;

/** The middle of measured times, which a single slow run does not move. */
final class Median {

  private Median() {}

  static double of(DoubleStream values) {
    return Quantiles.median().compute(values.toArray());
  }
}

package avts.pretrain.run;

import avts.pretrain.eval.metric.Quantiles;
import avts.pretrain.sync.Zero;
import java.util.List;
import java.util.Locale;

/**
 * The zero of a model, read off files that are in step.
 *
 * @param files number of files that could be told
 * @param medianMillis median of their offsets
 * @param deviationMillis their standard deviation
 */
record ZeroMeasurement(int files, double medianMillis, double deviationMillis) {
  private static final int FEWEST_FILES = 3;
  private static final double MOST_DEVIATION_MILLIS = 40;

  static ZeroMeasurement of(List<Double> offsets) {
    if (offsets.isEmpty()) {
      return new ZeroMeasurement(0, 0, 0);
    }
    double[] sorted = offsets.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double mean = offsets.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = offsets.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return new ZeroMeasurement(
        sorted.length,
        Quantiles.of(sorted, 0.5),
        Math.sqrt(squares / Math.max(1, sorted.length - 1)));
  }

  /** Returns whether there are enough files and they agree. */
  boolean trustworthy() {
    return files >= FEWEST_FILES && deviationMillis <= MOST_DEVIATION_MILLIS;
  }

  Zero zero(Zero.Source source) {
    return new Zero(medianMillis, source, files, deviationMillis);
  }

  /**
   * Returns the zero of reference clips.
   *
   * @throws DataRefusedException if it cannot be trusted
   */
  Zero require() throws DataRefusedException {
    if (!trustworthy()) {
      throw new DataRefusedException(
          String.format(
              Locale.ROOT,
              "the reference clips do not give a zero: %d of them could be told (at least %d are"
                  + " needed), their offsets deviate by %.1f ms (at most %.0f)",
              files,
              FEWEST_FILES,
              deviationMillis,
              MOST_DEVIATION_MILLIS));
    }
    return zero(Zero.Source.REFERENCE);
  }
}

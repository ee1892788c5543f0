package avts.pretrain.sync;

import avts.pretrain.sync.Evidence.Drift;
import java.util.List;

/**
 * Finds the line of offsets over time for which most speaks: all windows vote for every pair of
 * offset and drift at once, so that no single window need be decided.
 *
 * @param evidence what windows say
 * @param lags the offsets
 */
record DriftSearch(Evidence evidence, LagRange lags) {

  /** Clocks that differ by half a per cent are not clocks of one recording. */
  private static final double MOST_MILLIS_PER_MINUTE = 300;

  /** Below this length a drift cannot be told from an uneven estimate. */
  static final long LEAST_MICROS = 60_000_000L;

  private static final double LOG_PRIOR_OF_NONE = Math.log(0.9);
  private static final double PRIOR_OF_ANY = 0.1;
  private static final double SURE = 0.95;
  private static final double MICROS_PER_MINUTE = 60e6;

  /**
   * What was found.
   *
   * @param drift the most likely drift where one is sure, else {@link Drift#NONE}
   * @param measured whether the file is long enough to say that there is none
   */
  record Result(Drift drift, boolean measured) {}

  /** Searches {@code rows}, which are in the order of time. */
  Result search(List<ScoreMap.Row> rows) {
    if (rows.isEmpty()) {
      return new Result(Drift.NONE, false);
    }
    long first = rows.get(0).micros();
    long last = rows.get(rows.size() - 1).micros();
    long length = last - first;
    long middle = first + length / 2;
    if (length < LEAST_MICROS) {
      return new Result(Drift.NONE, false);
    }
    double minutes = length / MICROS_PER_MINUTE;
    // One step moves the ends of the file against each other by one step of the offset.
    double step = lags.stepMillis() / minutes;
    int most = (int) Math.min(MOST_MILLIS_PER_MINUTE / step, lags.count() / 2.0);
    double[] support = new double[2 * most + 1];
    double greatest = Double.NEGATIVE_INFINITY;
    int best = most;
    for (int i = 0; i < support.length; i++) {
      support[i] = logSum(evidence.of(lags, rows, new Drift((i - most) * step, middle)));
      if (support[i] > greatest) {
        greatest = support[i];
        best = i;
      }
    }
    if (best == most || !sure(support, most, greatest)) {
      return new Result(Drift.NONE, true);
    }
    return new Result(new Drift((best - most + Peak.vertex(support, best)) * step, middle), true);
  }

  /** Whether all drifts but none together are likelier than none. */
  private static boolean sure(double[] support, int none, double greatest) {
    double any = 0;
    double prior = PRIOR_OF_ANY / (support.length - 1);
    for (int i = 0; i < support.length; i++) {
      any += i == none ? 0 : prior * Math.exp(support[i] - greatest);
    }
    double constant = Math.exp(LOG_PRIOR_OF_NONE + support[none] - greatest);
    return any / (any + constant) > SURE;
  }

  private static double logSum(double[] values) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      greatest = Math.max(greatest, value);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - greatest);
    }
    return greatest + Math.log(sum);
  }
}

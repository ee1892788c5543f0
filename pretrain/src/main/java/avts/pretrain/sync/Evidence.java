package avts.pretrain.sync;

import java.util.List;

/**
 * Adds up what windows say of the offset.
 *
 * @param window log-odds of a window's score: in step against out of step
 * @param weight share of a window that it does not have in common with its neighbour
 */
public record Evidence(Logistic window, double weight) {
  private static final double MICROS_PER_MINUTE = 60e6;

  /**
   * How the offset changes in the course of a file.
   *
   * @param millisPerMinute growth of the offset
   * @param middleMicros where on the timeline it has its nominal value
   */
  record Drift(double millisPerMinute, long middleMicros) {
    static final Drift NONE = new Drift(0, 0);

    /**
     * Returns by how much the offset at {@code micros} exceeds the nominal one, in milliseconds.
     */
    double millisAt(long micros) {
      return millisPerMinute * (micros - middleMicros) / MICROS_PER_MINUTE;
    }
  }

  /** Returns the log-odds of each nominal offset, if it changes by {@code drift}. */
  double[] of(LagRange lags, List<ScoreMap.Row> rows, Drift drift) {
    double[] sums = new double[lags.count()];
    for (ScoreMap.Row row : rows) {
      int steps = (int) Math.round(drift.millisAt(row.micros()) / lags.stepMillis());
      int from = Math.max(0, -steps);
      int to = Math.min(sums.length, sums.length - steps);
      for (int lag = from; lag < to; lag++) {
        float score = row.scores()[lag + steps];
        if (!Float.isNaN(score)) {
          sums[lag] += weight * window.logOdds(score);
        }
      }
    }
    return sums;
  }
}

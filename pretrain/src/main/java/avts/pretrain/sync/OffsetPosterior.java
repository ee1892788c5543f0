package avts.pretrain.sync;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What is believed of the offset once the evidence is in.
 *
 * <p>Beforehand, one half says that the sound does not belong to the pictures at any of the
 * offsets, and the other half is spread evenly over them. The log-odds of an offset are those of
 * all windows together, each counted by the time that it does not share with its neighbour.
 *
 * @param offsetMillis the most likely offset, between the steps where a parabola through the
 *     evidence about its peak has its vertex
 * @param probability how likely the true offset lies within {@link #TOLERANCE_MILLIS} of it
 * @param none how likely the sound belongs to the pictures at none of the offsets
 * @param logOdds the evidence for each offset
 */
// An array component: evidence handed on, never compared.
@SuppressWarnings("ArrayRecordComponent")
record OffsetPosterior(double offsetMillis, double probability, double none, double[] logOdds) {

  /** How far an offset may be off and still be right: a frame at 25 per second. */
  static final int TOLERANCE_MILLIS = 40;

  private static final double LOG_HALF = Math.log(0.5);
  private static final double LEAST = 1e-6;

  /**
   * Returns the belief.
   *
   * @param lags the offsets
   * @param logOdds evidence for each of them: logarithm of how much likelier the scores are if it
   *     is the true one than if none is
   */
  static OffsetPosterior of(LagRange lags, double[] logOdds) {
    checkArgument(
        logOdds.length == lags.count(),
        "there are %s offsets, got evidence for %s",
        lags.count(),
        logOdds.length);
    int peak = 0;
    for (int i = 1; i < logOdds.length; i++) {
      boolean farther = Math.abs(lags.millis(i)) > Math.abs(lags.millis(peak));
      if (logOdds[i] > logOdds[peak] || (logOdds[i] == logOdds[peak] && farther)) {
        peak = i;
      }
    }
    double prior = LOG_HALF - Math.log(logOdds.length);
    double greatest = Math.max(LOG_HALF, logOdds[peak] + prior);
    double none = Math.exp(LOG_HALF - greatest);
    double all = none;
    double near = 0;
    for (int i = 0; i < logOdds.length; i++) {
      double belief = Math.exp(logOdds[i] + prior - greatest);
      all += belief;
      if (Math.abs(lags.millis(i) - lags.millis(peak)) <= TOLERANCE_MILLIS) {
        near += belief;
      }
    }
    double offset = lags.millis(peak) + lags.stepMillis() * Peak.vertex(logOdds, peak);
    return new OffsetPosterior(offset, near / all, none / all, logOdds);
  }

  /** Returns the log-odds of {@link #probability}, kept within what can be counted. */
  double certainty() {
    double p = Math.min(Math.max(probability, LEAST), 1 - LEAST);
    return Math.log(p / (1 - p));
  }
}

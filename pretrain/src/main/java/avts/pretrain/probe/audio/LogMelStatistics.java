package avts.pretrain.probe.audio;

/**
 * What log filter banks tell without any learning: of each filter, and of the cepstral coefficients
 * 1 to 13, the mean, the standard deviation and the mean step from one window to the next.
 */
final class LogMelStatistics {
  private static final int CEPSTRA = 13;
  private static final int FIGURES = 3;

  private LogMelStatistics() {}

  /**
   * Returns the statistics of one sub-clip.
   *
   * @param logMel {@code [filters, windows]}
   */
  static float[] of(float[] logMel, int filters) {
    int windows = logMel.length / filters;
    float[] statistics = new float[FIGURES * (filters + CEPSTRA)];
    float[] row = new float[windows];
    for (int filter = 0; filter < filters; filter++) {
      System.arraycopy(logMel, filter * windows, row, 0, windows);
      describe(row, statistics, FIGURES * filter);
    }
    for (int k = 1; k <= CEPSTRA; k++) {
      for (int window = 0; window < windows; window++) {
        row[window] = cepstrum(logMel, filters, k, window);
      }
      describe(row, statistics, FIGURES * (filters + k - 1));
    }
    return statistics;
  }

  /** Orthonormal discrete cosine transform of the second kind over the filters. */
  private static float cepstrum(float[] logMel, int filters, int k, int window) {
    int windows = logMel.length / filters;
    double sum = 0;
    for (int filter = 0; filter < filters; filter++) {
      sum += logMel[filter * windows + window] * Math.cos(Math.PI * k * (filter + 0.5) / filters);
    }
    return (float) (sum * Math.sqrt(2.0 / filters));
  }

  private static void describe(float[] row, float[] target, int at) {
    double sum = 0;
    double squares = 0;
    double steps = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i];
      squares += (double) row[i] * row[i];
      steps += i > 0 ? Math.abs(row[i] - row[i - 1]) : 0;
    }
    double mean = sum / row.length;
    target[at] = (float) mean;
    target[at + 1] = (float) Math.sqrt(Math.max(0, squares / row.length - mean * mean));
    target[at + 2] = (float) (steps / Math.max(1, row.length - 1));
  }
}

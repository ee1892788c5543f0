package avts.datasets.signal;

import java.util.List;

/**
 * Mean and deviation of each value of vectors.
 *
 * @param mean one a value; not copied
 * @param deviation one a value, over 0; not copied
 */
// Array components: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Moments(float[] mean, float[] deviation) {

  /** Values that vary by less than this share of their mean square are taken for constants. */
  private static final double NEGLIGIBLE = 1e-9;

  /**
   * Collects them.
   *
   * @param rows vectors one after another, {@code [n, width]} each
   */
  public static Moments of(List<float[]> rows, int width) {
    double[] sum = new double[width];
    double[] squares = new double[width];
    long count = 0;
    for (float[] row : rows) {
      count += row.length / width;
      for (int i = 0; i < row.length; i++) {
        sum[i % width] += row[i];
        squares[i % width] += (double) row[i] * row[i];
      }
    }
    float[] mean = new float[width];
    float[] deviation = new float[width];
    for (int k = 0; k < width; k++) {
      double average = sum[k] / count;
      double variance = squares[k] / count - average * average;
      mean[k] = (float) average;
      // What never changes tells nothing, and becomes 0.
      deviation[k] = variance > NEGLIGIBLE * squares[k] / count ? (float) Math.sqrt(variance) : 1;
    }
    return new Moments(mean, deviation);
  }

  /**
   * Returns vectors less their own mean.
   *
   * @param rows vectors one after another, {@code [n, width]}
   */
  public static float[] centred(float[] rows, int width) {
    double[] mean = new double[width];
    for (int i = 0; i < rows.length; i++) {
      mean[i % width] += rows[i] / (rows.length / (double) width);
    }
    float[] result = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      result[i] = (float) (rows[i] - mean[i % width]);
    }
    return result;
  }

  /** Returns vectors with mean 0 and deviation 1, as these moments have it. */
  public float[] standardise(float[] rows) {
    float[] result = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int k = i % mean.length;
      result[i] = (rows[i] - mean[k]) / deviation[k];
    }
    return result;
  }
}

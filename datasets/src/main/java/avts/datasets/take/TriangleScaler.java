package avts.datasets.take;

/**
 * Scales gray pictures by a triangle filter in both directions: linear interpolation where they
 * grow, a weighted mean over what a new pixel covers where they shrink. Rows of weights sum to 1.
 */
final class TriangleScaler {
  private final int[] firsts;
  private final float[][] weights;

  private TriangleScaler(int[] firsts, float[][] weights) {
    this.firsts = firsts;
    this.weights = weights;
  }

  /** Prepares the way from {@code from} pixels in a row to {@code to}. */
  static TriangleScaler of(int from, int to) {
    double step = (double) from / to;
    double reach = Math.max(1, step);
    int[] firsts = new int[to];
    float[][] weights = new float[to][];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * step - 0.5;
      int first = (int) Math.max(0, Math.ceil(centre - reach));
      int last = (int) Math.min(from - 1, Math.floor(centre + reach));
      float[] row = new float[last - first + 1];
      double sum = 0;
      for (int k = first; k <= last; k++) {
        sum += Math.max(0, 1 - Math.abs(k - centre) / reach);
      }
      for (int k = first; k <= last; k++) {
        row[k - first] = (float) (Math.max(0, 1 - Math.abs(k - centre) / reach) / sum);
      }
      firsts[i] = first;
      weights[i] = row;
    }
    return new TriangleScaler(firsts, weights);
  }

  /**
   * Scales along one direction.
   *
   * @param lines number of lines
   * @param values the lines; value k of line l at {@code offset + l * lineStep + k * step}
   * @param step distance of neighbours in a line
   * @param lineStep distance of neighbouring lines
   * @return the new lines, one after the other
   */
  float[] apply(float[] values, int offset, int lines, int step, int lineStep) {
    float[] scaled = new float[lines * firsts.length];
    for (int line = 0; line < lines; line++) {
      int start = offset + line * lineStep;
      for (int i = 0; i < firsts.length; i++) {
        float sum = 0;
        for (int k = 0; k < weights[i].length; k++) {
          sum += weights[i][k] * values[start + (firsts[i] + k) * step];
        }
        scaled[line * firsts.length + i] = sum;
      }
    }
    return scaled;
  }
}

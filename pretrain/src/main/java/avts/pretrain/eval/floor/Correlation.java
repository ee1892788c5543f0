package avts.pretrain.eval.floor;

/** Pearson's correlation of two stretches. */
final class Correlation {

  private Correlation() {}

  /**
   * Returns the correlation of {@code x[xFrom + i]} and {@code y[yFrom + i]} for i below {@code
   * count}; 0 where one of them is constant.
   */
  static double of(float[] x, int xFrom, float[] y, int yFrom, int count) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < count; i++) {
      meanX += x[xFrom + i];
      meanY += y[yFrom + i];
    }
    meanX /= count;
    meanY /= count;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < count; i++) {
      double dx = x[xFrom + i] - meanX;
      double dy = y[yFrom + i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
  }
}

package avts.pretrain.doctor;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How much the embeddings of different clips differ.
 *
 * @param meanCosine mean cosine of all pairs of embeddings, -1..1; 1 means all point the same way
 * @param meanVariance mean over the dimensions of the variance among clips
 * @param flatShare share of dimensions that say the same of every clip: whose variance is under a
 *     10000th of their mean square, 0..1
 */
public record EmbeddingSpread(double meanCosine, double meanVariance, double flatShare) {
  private static final double FLAT = 1e-4;
  // Clips of one network at its start have a mean cosine of 0.8 to 0.97 behind rectified layers.
  private static final double COLLAPSED_COSINE = 0.995;
  private static final double COLLAPSED_SHARE = 0.9;

  /**
   * Measures {@code n} embeddings.
   *
   * @param embeddings {@code [n, E]}, finite
   * @param n their number, at least 2
   */
  public static EmbeddingSpread of(float[] embeddings, int n) {
    checkArgument(n >= 2, "a spread needs two embeddings at least, got %s", n);
    checkArgument(
        embeddings.length > 0 && embeddings.length % n == 0,
        "%s values are not %s embeddings",
        embeddings.length,
        n);
    int size = embeddings.length / n;
    double variances = 0;
    int flat = 0;
    for (int d = 0; d < size; d++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double value = embeddings[i * size + d];
        sum += value;
        squares += value * value;
      }
      double variance = Math.max(0, squares / n - sum / n * (sum / n));
      variances += variance;
      if (variance <= FLAT * squares / n) {
        flat++;
      }
    }
    return new EmbeddingSpread(meanCosine(embeddings, n), variances / size, (double) flat / size);
  }

  /** Returns whether the embeddings have collapsed to a point or nearly so. */
  public boolean collapsed() {
    return meanCosine > COLLAPSED_COSINE || flatShare > COLLAPSED_SHARE;
  }

  /** The squared length of the sum of unit vectors holds all cosines at once. */
  private static double meanCosine(float[] embeddings, int n) {
    int size = embeddings.length / n;
    double[] sum = new double[size];
    int directions = 0;
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (int d = 0; d < size; d++) {
        double value = embeddings[i * size + d];
        square += value * value;
      }
      if (square > 0) {
        directions++;
        double length = Math.sqrt(square);
        for (int d = 0; d < size; d++) {
          sum[d] += embeddings[i * size + d] / length;
        }
      }
    }
    if (directions < 2) {
      return 1; // all at the origin, which is one point
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    return (square - directions) / ((double) directions * (directions - 1));
  }
}

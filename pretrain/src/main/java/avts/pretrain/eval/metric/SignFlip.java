package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.random.RandomGenerator;

/**
 * Paired permutation test of two scores of the same items: were both methods alike, the sign of
 * each item's difference would be a toss of a coin (Fisher 1935; two-sided).
 *
 * @param difference mean of first minus second
 * @param p probability of a mean difference at least as large if signs were tosses, above 0 up to 1
 * @param flips tosses of all signs that p rests on
 */
public record SignFlip(double difference, double p, int flips) {

  /** Differences of means closer than this are the same: scores are sums of few numbers. */
  private static final double SAME = 1e-12;

  /**
   * Compares two scores item by item.
   *
   * @param first score of each item by the first method
   * @param second score of each item by the second, as many
   * @param flips number of tosses, at least 100
   * @param random source of the tosses
   */
  public static SignFlip of(double[] first, double[] second, int flips, RandomGenerator random) {
    checkArgument(
        first.length == second.length && first.length > 0,
        "both must judge the same items, got %s and %s",
        first.length,
        second.length);
    checkArgument(flips >= 100, "flips must be at least 100, got %s", flips);
    double[] differences = new double[first.length];
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      differences[i] = first[i] - second[i];
      sum += differences[i];
    }
    int asLarge = 0;
    for (int flip = 0; flip < flips; flip++) {
      double flipped = 0;
      long signs = 0;
      for (int i = 0; i < differences.length; i++) {
        if (i % Long.SIZE == 0) {
          signs = random.nextLong();
        }
        flipped += (signs & 1) == 0 ? differences[i] : -differences[i];
        signs >>>= 1;
      }
      asLarge += Math.abs(flipped) >= Math.abs(sum) - SAME ? 1 : 0;
    }
    // The observed signs are one of the tosses, so that p is never 0 (Phipson and Smyth 2010).
    return new SignFlip(sum / first.length, (asLarge + 1.0) / (flips + 1.0), flips);
  }
}

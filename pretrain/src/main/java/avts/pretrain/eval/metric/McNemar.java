package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * McNemar's exact test of two classifiers on the same items: whether those that only one of the two
 * has right could as well be tosses of a coin (McNemar 1947; binomial, two-sided).
 *
 * @param onlyFirst items that only the first has right
 * @param onlySecond items that only the second has right
 * @param p probability of a difference at least as large if both were equally good, up to 1
 */
public record McNemar(int onlyFirst, int onlySecond, double p) {

  /**
   * Compares two classifiers.
   *
   * @param first whether the first has each item right
   * @param second whether the second has, as many
   */
  public static McNemar of(boolean[] first, boolean[] second) {
    checkArgument(
        first.length == second.length,
        "both must judge the same items, got %s and %s",
        first.length,
        second.length);
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < first.length; i++) {
      onlyFirst += first[i] && !second[i] ? 1 : 0;
      onlySecond += second[i] && !first[i] ? 1 : 0;
    }
    return new McNemar(onlyFirst, onlySecond, p(onlyFirst, onlySecond));
  }

  /** Twice the probability of so few heads or fewer in as many tosses as there are differences. */
  private static double p(int onlyFirst, int onlySecond) {
    int tosses = onlyFirst + onlySecond;
    double logarithm = -tosses * Math.log(2); // of C(tosses, 0) / 2^tosses
    double tail = 0;
    for (int heads = 0; heads <= Math.min(onlyFirst, onlySecond); heads++) {
      tail += Math.exp(logarithm);
      logarithm += Math.log(tosses - heads) - Math.log(heads + 1.0);
    }
    return Math.min(1, 2 * tail);
  }
}

package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;

/** Quantiles of sorted values, interpolated linearly (definition 7 of Hyndman and Fan 1996). */
public final class Quantiles {

  private Quantiles() {}

  /**
   * Returns the {@code share} quantile.
   *
   * @param sorted ascending values, at least one
   * @param share 0 for the lowest, 0.5 for the median, 1 for the highest
   */
  public static double of(double[] sorted, double share) {
    checkArgument(sorted.length > 0, "there are no values");
    checkArgument(share >= 0 && share <= 1, "share must lie in 0..1, got %s", share);
    double position = share * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

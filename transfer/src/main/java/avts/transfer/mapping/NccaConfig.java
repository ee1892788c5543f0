package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Settings of normalised CCA.
 *
 * @param kappa what is added to the diagonal of each side's covariance, relative to its mean, 0 to
 *     1e6; 0 needs independent columns and more rows than columns
 * @param dimensions number of canonical directions that are kept, at least 1; all where there are
 *     fewer
 * @param power exponent of the canonical correlations that weight the directions, 0 (all alike) to
 *     64; 4 in Gong et al. (2014). It matters to neighbours alone
 * @param back how a projected row becomes a target row
 * @param neighbours neighbours in the projected space (back: neighbours), where Gong et al. use the
 *     cosine
 */
public record NccaConfig(
    double kappa, int dimensions, double power, Back back, KnnConfig neighbours) {

  /** The way from the canonical directions to the target's space. */
  public enum Back {
    /** Weighted mean of the target rows whose projections are nearest. */
    NEIGHBOURS,
    /** Least squares solution of: the target row's projection is the source row's. */
    BACK_PROJECTION,
    /** Least squares regression of the fitted target rows on the projected source rows. */
    REGRESSION
  }

  /** Checks every range. */
  public NccaConfig {
    checkArgument(kappa >= 0 && kappa <= 1e6, "kappa must lie in 0..1e6, got %s", kappa);
    checkArgument(dimensions >= 1, "dimensions must be 1 or more, got %s", dimensions);
    checkArgument(power >= 0 && power <= 64, "power must lie in 0..64, got %s", power);
  }

  /** Returns the settings in one line. */
  String describe() {
    return "ncca, kappa "
        + kappa
        + ", "
        + dimensions
        + " dimensions, "
        + switch (back) {
          case NEIGHBOURS -> "power " + power + ", by " + neighbours.describe();
          case BACK_PROJECTION -> "back-projection";
          case REGRESSION -> "regression";
        };
  }
}

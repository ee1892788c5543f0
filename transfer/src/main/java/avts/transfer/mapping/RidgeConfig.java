package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Settings of ridge regression.
 *
 * @param lambda weight of the squared coefficients relative to the mean square of the centred
 *     source columns times the number of rows, 0 (least squares) to 1e9; 1 halves the pull of a
 *     direction of average variance
 */
public record RidgeConfig(double lambda) {

  /** Checks the range. */
  public RidgeConfig {
    checkArgument(lambda >= 0 && lambda <= 1e9, "lambda must lie in 0..1e9, got %s", lambda);
  }
}

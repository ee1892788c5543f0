package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

/**
 * Gathers mean and spread of log filter banks, one pass, in double precision (Welford's update).
 *
 * <p>The same features in the same order give the same bits. Not safe for use by several threads:
 * give each its own and {@link #merge} them in a fixed order.
 */
public final class FeatureStatistics {
  /** A filter that never changes would be divided by zero. */
  private static final double SMALLEST_STD = 1e-3;

  private final double[] mean;
  private final double[] squares;
  private long count;

  /** Creates an empty accumulator for {@code filters} filters. */
  public FeatureStatistics(int filters) {
    checkArgument(filters > 0, "filters must be positive, got %s", filters);
    mean = new double[filters];
    squares = new double[filters];
  }

  /**
   * Takes in one clip's features.
   *
   * @param logMel {@code [filters, windows]}, row by row, finite
   */
  public void add(float[] logMel) {
    checkArgument(
        logMel.length > 0 && logMel.length % mean.length == 0,
        "%s features do not divide among %s filters",
        logMel.length,
        mean.length);
    int windows = logMel.length / mean.length;
    for (int filter = 0; filter < mean.length; filter++) {
      double centre = mean[filter];
      double square = squares[filter];
      for (int window = 0; window < windows; window++) {
        double value = logMel[filter * windows + window];
        double difference = value - centre;
        centre += difference / (count + window + 1);
        square += difference * (value - centre);
      }
      mean[filter] = centre;
      squares[filter] = square;
    }
    count += windows;
  }

  /** Takes in all that {@code other} has gathered. */
  public void merge(FeatureStatistics other) {
    checkArgument(
        other.mean.length == mean.length,
        "%s filters cannot be merged with %s",
        mean.length,
        other.mean.length);
    if (other.count == 0) {
      return;
    }
    double total = (double) count + other.count;
    for (int filter = 0; filter < mean.length; filter++) {
      double difference = other.mean[filter] - mean[filter];
      mean[filter] += difference * other.count / total;
      squares[filter] +=
          other.squares[filter] + difference * difference * count / total * other.count;
    }
    count += other.count;
  }

  /** Returns the number of windows taken in. */
  public long count() {
    return count;
  }

  /**
   * Returns mean and (population) standard deviation of each filter so far.
   *
   * @throws IllegalStateException if nothing was taken in
   */
  public FeatureNormalisation normalisation() {
    checkState(count > 0, "no features were taken in, so they have no mean");
    float[] means = new float[mean.length];
    float[] stds = new float[mean.length];
    for (int filter = 0; filter < mean.length; filter++) {
      means[filter] = (float) mean[filter];
      stds[filter] = (float) Math.max(SMALLEST_STD, Math.sqrt(squares[filter] / count));
    }
    return new FeatureNormalisation(means, stds);
  }
}

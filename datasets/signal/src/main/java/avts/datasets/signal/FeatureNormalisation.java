package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * Mean and spread of each filter, by which log filter banks are brought to mean 0 and spread 1.
 *
 * @param mean mean of each filter's natural logarithms, finite
 * @param std standard deviation of each filter, positive
 */
// Array components: a handful of constants, compared by content below and never changed.
@SuppressWarnings("ArrayRecordComponent")
public record FeatureNormalisation(float[] mean, float[] std) {

  /** Checks lengths and ranges and copies the arrays. */
  public FeatureNormalisation {
    checkArgument(
        mean.length > 0 && mean.length == std.length,
        "mean and std need one value per filter, got %s and %s",
        mean.length,
        std.length);
    for (int filter = 0; filter < mean.length; filter++) {
      checkArgument(
          Float.isFinite(mean[filter]),
          "mean of filter %s is %s",
          filter,
          Float.valueOf(mean[filter]));
      checkArgument(
          Float.isFinite(std[filter]) && std[filter] > 0,
          "std of filter %s must be positive, got %s",
          filter,
          Float.valueOf(std[filter]));
    }
    mean = mean.clone();
    std = std.clone();
  }

  /** Returns the same mean and spread for each of {@code filters} filters. */
  public static FeatureNormalisation constant(int filters, float mean, float std) {
    float[] means = new float[filters];
    float[] stds = new float[filters];
    Arrays.fill(means, mean);
    Arrays.fill(stds, std);
    return new FeatureNormalisation(means, stds);
  }

  /** Returns the constants of the GDT code, (x - 1.93) / 17.89, for each of the filters. */
  public static FeatureNormalisation gdt(int filters) {
    return constant(filters, 1.93f, 17.89f);
  }

  /** Returns the normalisation that changes nothing: mean 0, spread 1. */
  public static FeatureNormalisation none(int filters) {
    return constant(filters, 0, 1);
  }

  /** Returns the number of filters. */
  public int filters() {
    return mean.length;
  }

  /**
   * Replaces features by normalised ones.
   *
   * @param logMel {@code [filters, windows]}, row by row, changed in place
   */
  public void apply(float[] logMel) {
    checkArgument(
        logMel.length % mean.length == 0,
        "%s features do not divide among %s filters",
        logMel.length,
        mean.length);
    apply(logMel, 0, logMel.length / mean.length);
  }

  /**
   * Replaces features inside a larger array by normalised ones.
   *
   * @param logMel {@code [filters, windows]} from {@code offset} on, changed in place
   * @param offset index of the first value
   * @param windows number of windows
   */
  public void apply(float[] logMel, int offset, int windows) {
    checkArgument(
        offset >= 0 && offset + mean.length * windows <= logMel.length,
        "%s x %s values do not lie behind offset %s of %s",
        mean.length,
        windows,
        offset,
        logMel.length);
    for (int filter = 0; filter < mean.length; filter++) {
      float centre = mean[filter];
      float scale = 1 / std[filter];
      int from = offset + filter * windows;
      for (int i = from; i < from + windows; i++) {
        logMel[i] = (logMel[i] - centre) * scale;
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureNormalisation that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
  }

  @Override
  public String toString() {
    return "mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std);
  }
}

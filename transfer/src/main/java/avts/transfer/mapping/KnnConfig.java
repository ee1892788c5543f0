package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Settings of the mapping by nearest neighbours.
 *
 * @param k number of neighbours, 1 to 10000
 * @param metric how distance between source rows is measured
 * @param weighting how neighbours' target rows are averaged
 * @param temperature tau of the weights exp(-distance / tau) (softmax), over 0
 * @param shrinkage what is added to the diagonal of the neighbours' inner products, relative to
 *     their mean square (locally-linear), over 0 up to 1000; large values give equal weights
 * @param sameLabel whether only rows of the asked row's own class are neighbours. This uses the
 *     label of what is mapped and makes the task far easier; say so wherever it is on
 */
public record KnnConfig(
    int k,
    Metric metric,
    Weighting weighting,
    double temperature,
    double shrinkage,
    boolean sameLabel) {

  /** Distance between rows. */
  public enum Metric {
    /** Length of the difference. */
    EUCLIDEAN,
    /** One minus the cosine of the angle; a row of zeros is at distance 1 from everything. */
    COSINE
  }

  /** Weights of the neighbours; they always sum to 1. */
  public enum Weighting {
    /** All alike. */
    UNIFORM,
    /** In proportion to 1 / (distance + 1e-9). */
    INVERSE_DISTANCE,
    /** In proportion to exp(-distance / temperature). */
    SOFTMAX,
    /**
     * Those that rebuild the asked row from its neighbours with the least squared error (Roweis and
     * Saul 2000, equation 3). They may be negative, so that rows outside of the neighbours are
     * extrapolated.
     */
    LOCALLY_LINEAR
  }

  /** Checks every range. */
  public KnnConfig {
    checkArgument(k >= 1 && k <= 10_000, "k must lie in 1..10000, got %s", k);
    checkArgument(temperature > 0, "temperature must be over 0, got %s", temperature);
    checkArgument(
        shrinkage > 0 && shrinkage <= 1000, "shrinkage must lie in (0, 1000], got %s", shrinkage);
  }

  /** Returns these settings with another number of neighbours and another temperature. */
  KnnConfig with(int k, double temperature) {
    return new KnnConfig(k, metric, weighting, temperature, shrinkage, sameLabel);
  }

  /** Returns the settings in one line. */
  String describe() {
    String weights =
        switch (weighting) {
          case UNIFORM -> "uniform";
          case INVERSE_DISTANCE -> "inverse distance";
          case SOFTMAX -> "softmax at " + temperature;
          case LOCALLY_LINEAR -> "locally linear with " + shrinkage;
        };
    return "knn, k "
        + k
        + (metric == Metric.COSINE ? ", cosine, " : ", euclidean, ")
        + weights
        + (sameLabel ? ", same label only" : "");
  }
}

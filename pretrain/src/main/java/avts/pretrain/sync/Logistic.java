package avts.pretrain.sync;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A line through log-odds: the probability of "yes" at x is 1 / (1 + exp(-(intercept + slope x))).
 *
 * @param intercept log-odds at 0
 * @param slope change of the log-odds with x
 */
public record Logistic(double intercept, double slope) {
  private static final int MAX_STEPS = 100;
  private static final double CONVERGED = 1e-10;

  /** Checks that both are numbers. */
  public Logistic {
    checkArgument(
        Double.isFinite(intercept) && Double.isFinite(slope),
        "a logistic line needs finite numbers, got %s and %s",
        intercept,
        slope);
  }

  /**
   * What the line is drawn to where observations say nothing.
   *
   * @param line the line that is likely beforehand
   * @param strength weight of its squared distance, in observations, over 0
   */
  record Prior(Logistic line, double strength) {}

  /** Weighted observations. */
  // Array components: columns of a fit, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Observations(double[] x, boolean[] yes, double[] weight) {}

  /**
   * Returns the line of greatest likelihood (Newton's method), held by {@code prior}, which keeps
   * it finite where the classes are separable.
   */
  static Logistic fit(Observations data, Prior prior) {
    checkArgument(data.x.length > 0, "there is nothing to fit to");
    double a = prior.line.intercept;
    double b = prior.line.slope;
    double loss = loss(data, prior, a, b);
    for (int step = 0; step < MAX_STEPS; step++) {
      double ga = prior.strength * (a - prior.line.intercept);
      double gb = prior.strength * (b - prior.line.slope);
      double haa = prior.strength;
      double hab = 0;
      double hbb = prior.strength;
      for (int i = 0; i < data.x.length; i++) {
        double p = probability(a + b * data.x[i]);
        double residual = data.weight[i] * (p - (data.yes[i] ? 1 : 0));
        double curve = data.weight[i] * p * (1 - p);
        ga += residual;
        gb += residual * data.x[i];
        haa += curve;
        hab += curve * data.x[i];
        hbb += curve * data.x[i] * data.x[i];
      }
      double determinant = haa * hbb - hab * hab;
      double da = (hbb * ga - hab * gb) / determinant;
      double db = (haa * gb - hab * ga) / determinant;
      double length = 1;
      double next = loss(data, prior, a - da, b - db);
      while (next > loss && length > CONVERGED) {
        length /= 2;
        next = loss(data, prior, a - length * da, b - length * db);
      }
      a -= length * da;
      b -= length * db;
      if (loss - next <= CONVERGED * Math.abs(loss)) {
        break;
      }
      loss = next;
    }
    return new Logistic(a, b);
  }

  private static double loss(Observations data, Prior prior, double a, double b) {
    double da = a - prior.line.intercept;
    double db = b - prior.line.slope;
    double sum = prior.strength * (da * da + db * db) / 2;
    for (int i = 0; i < data.x.length; i++) {
      double odds = a + b * data.x[i];
      sum += data.weight[i] * softplus(data.yes[i] ? -odds : odds);
    }
    return sum;
  }

  /** Logarithm of 1 + exp(x). */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Returns the log-odds at {@code x}. */
  public double logOdds(double x) {
    return intercept + slope * x;
  }

  /** Returns the probability that belongs to {@code logOdds}. */
  static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}

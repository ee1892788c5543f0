package avts.pretrain.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns belief into a calibrated probability (Platt's method): the log-odds of the belief are moved
 * along a line that was fitted on held-out files with known offsets.
 *
 * @param line the line
 */
public record Confidence(Logistic line) {
  /** A few files of observations must speak against the belief before it is changed much. */
  private static final double PRIOR_FILES = 4;

  private static final int BINS = 10;

  /**
   * An estimate whose truth is known.
   *
   * @param file number of the file; each file counts once, however often it was shifted
   * @param certainty log-odds of the belief
   * @param right whether the estimate is right to 40 ms
   */
  record Case(int file, double certainty, boolean right) {}

  /**
   * How often estimates of some confidence are right.
   *
   * @param confidence mean confidence
   * @param right share that is right to 40 ms
   * @param cases number of estimates
   */
  public record Bin(double confidence, double right, int cases) {}

  /** Fits the line; without cases the belief is taken as it is. */
  static Confidence fit(List<Case> cases) {
    Logistic asItIs = new Logistic(0, 1);
    if (cases.isEmpty()) {
      return new Confidence(asItIs);
    }
    int n = cases.size();
    double[] x = new double[n];
    boolean[] right = new boolean[n];
    double[] weight = new double[n];
    for (int i = 0; i < n; i++) {
      Case one = cases.get(i);
      x[i] = one.certainty;
      right[i] = one.right;
      weight[i] = 1.0 / cases.stream().filter(other -> other.file == one.file).count();
    }
    return new Confidence(
        Logistic.fit(
            new Logistic.Observations(x, right, weight), new Logistic.Prior(asItIs, PRIOR_FILES)));
  }

  /** Returns the calibrated probability that belongs to a belief with these log-odds. */
  double of(double certainty) {
    return Logistic.probability(line.logOdds(certainty));
  }

  /**
   * Returns the reliability of {@code confidences}: ten bins of equal width, empty ones left out.
   *
   * @param right whether each estimate is right
   */
  public static List<Bin> reliability(List<Double> confidences, List<Boolean> right) {
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double sum = 0;
      int hits = 0;
      int count = 0;
      for (int i = 0; i < confidences.size(); i++) {
        if (Math.min(BINS - 1, (int) (confidences.get(i) * BINS)) == bin) {
          sum += confidences.get(i);
          hits += right.get(i) ? 1 : 0;
          count++;
        }
      }
      if (count > 0) {
        bins.add(new Bin(sum / count, (double) hits / count, count));
      }
    }
    return bins;
  }
}

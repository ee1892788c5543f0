package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import java.util.Arrays;

/**
 * Scores of items of two classes; a higher score speaks for the positive class. Immutable.
 *
 * <p>All measures here weigh the two classes equally, whatever their numbers, but for {@link
 * #minDetectionCost}, which is told their weights.
 */
public final class Scores {
  private final double[] positives;
  private final double[] negatives;

  private Scores(double[] positives, double[] negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  /**
   * Copies the scores of both classes.
   *
   * @throws IllegalArgumentException if a class is empty or a score is not finite
   */
  public static Scores of(double[] positives, double[] negatives) {
    checkArgument(
        positives.length > 0 && negatives.length > 0,
        "both classes need scores, got %s positive and %s negative",
        positives.length,
        negatives.length);
    double[] sortedPositives = positives.clone();
    double[] sortedNegatives = negatives.clone();
    Arrays.sort(sortedPositives);
    Arrays.sort(sortedNegatives);
    checkFinite(sortedPositives);
    checkFinite(sortedNegatives);
    return new Scores(sortedPositives, sortedNegatives);
  }

  /** NaN sorts last and infinities to the ends. */
  private static void checkFinite(double[] sorted) {
    checkArgument(
        Double.isFinite(sorted[0]) && Double.isFinite(sorted[sorted.length - 1]),
        "scores must be finite, got %s to %s",
        sorted[0],
        sorted[sorted.length - 1]);
  }

  /** Returns the number of positive items. */
  public int positiveCount() {
    return positives.length;
  }

  /** Returns the number of negative items. */
  public int negativeCount() {
    return negatives.length;
  }

  /** Returns the {@code rank}-th lowest score of the positive class, from 0. */
  public double positive(int rank) {
    return positives[checkElementIndex(rank, positives.length)];
  }

  /** Returns the {@code rank}-th lowest score of the negative class, from 0. */
  public double negative(int rank) {
    return negatives[checkElementIndex(rank, negatives.length)];
  }

  /**
   * Returns the mean over both classes of the share that {@code threshold} puts right; an item at
   * the threshold counts as positive. 0.5 is chance.
   */
  public double accuracy(double threshold) {
    double truePositives = positives.length - below(positives, threshold);
    double trueNegatives = below(negatives, threshold);
    return (truePositives / positives.length + trueNegatives / negatives.length) / 2;
  }

  /**
   * Returns the threshold with the highest {@link #accuracy} on these scores, which is also
   * Youden's. It lies midway between two neighbouring scores; of several that are equally good, it
   * is the middle one.
   */
  public double bestThreshold() {
    double[] all = merged();
    double[] candidates = new double[all.length + 1];
    candidates[0] = all[0] - 1;
    for (int i = 1; i < all.length; i++) {
      candidates[i] = all[i - 1] + (all[i] - all[i - 1]) / 2;
    }
    candidates[all.length] = all[all.length - 1] + 1;
    double best = Arrays.stream(candidates).map(this::accuracy).max().orElseThrow();
    double[] bests =
        Arrays.stream(candidates).filter(candidate -> accuracy(candidate) == best).toArray();
    return bests[bests.length / 2];
  }

  /**
   * Returns the area under the receiver operating characteristic: the probability that a positive
   * scores above a negative, ties counting one half (Mann-Whitney).
   */
  public double rocAuc() {
    double wins = 0;
    int lower = 0;
    int notAbove = 0;
    for (double score : positives) {
      while (lower < negatives.length && negatives[lower] < score) {
        lower++;
      }
      while (notAbove < negatives.length && negatives[notAbove] <= score) {
        notAbove++;
      }
      wins += lower + 0.5 * (notAbove - lower);
    }
    return wins / positives.length / negatives.length;
  }

  /**
   * Returns the equal error rate: the error at the threshold where as large a share of positives is
   * refused as of negatives is accepted, interpolated linearly between thresholds.
   */
  public double equalErrorRate() {
    double lastMiss = 0;
    double lastFalseAlarm = 1;
    for (double threshold : merged()) {
      double miss = (double) notAbove(positives, threshold) / positives.length;
      double falseAlarm = 1 - (double) notAbove(negatives, threshold) / negatives.length;
      if (miss >= falseAlarm) {
        double gapBefore = lastFalseAlarm - lastMiss;
        double gapAfter = miss - falseAlarm;
        double share = gapBefore + gapAfter == 0 ? 0 : gapBefore / (gapBefore + gapAfter);
        return lastMiss + share * (miss - lastMiss);
      }
      lastMiss = miss;
      lastFalseAlarm = falseAlarm;
    }
    throw new AssertionError("above the highest score every positive is missed");
  }

  /**
   * Returns the least normalised cost of any threshold (minDCF), accepting and refusing all
   * included: 0 if the classes are apart, 1 if the scores are of no use at these costs. The
   * threshold is chosen on the very scores, so it bounds what a threshold set beforehand costs.
   */
  public double minDetectionCost(DetectionCost cost) {
    double least = cost.normalised(0, 1);
    for (double threshold : merged()) {
      double miss = (double) notAbove(positives, threshold) / positives.length;
      double falseAlarm = 1 - (double) notAbove(negatives, threshold) / negatives.length;
      least = Math.min(least, cost.normalised(miss, falseAlarm));
    }
    return least;
  }

  private double[] merged() {
    double[] all = Arrays.copyOf(positives, positives.length + negatives.length);
    System.arraycopy(negatives, 0, all, positives.length, negatives.length);
    Arrays.sort(all);
    return all;
  }

  /** Returns how many of {@code sorted} are less than {@code limit}. */
  private static int below(double[] sorted, double limit) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int notAbove(double[] sorted, double limit) {
    return below(sorted, Math.nextUp(limit));
  }
}

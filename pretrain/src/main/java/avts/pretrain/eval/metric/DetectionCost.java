package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What errors of detection cost, such as of speaker verification, by NIST's detection cost function
 * (SRE 2008): {@code cMiss pTarget miss + cFalseAlarm (1 - pTarget) falseAlarm}.
 *
 * @param pTarget probability that an item is positive in use, whatever the numbers measured, in (0,
 *     1)
 * @param cMiss cost of a refused positive, over 0
 * @param cFalseAlarm cost of an accepted negative, over 0
 */
public record DetectionCost(double pTarget, double cMiss, double cFalseAlarm) {
  /** One item in a hundred, both errors at 1: VoxCeleb1 (Nagrani et al. 2017). */
  public static final DetectionCost VOXCELEB = new DetectionCost(0.01, 1, 1);

  /** One item in twenty, both errors at 1: the VoxCeleb challenges. */
  public static final DetectionCost VOXSRC = new DetectionCost(0.05, 1, 1);

  /** One item in a hundred, a miss costs ten: NIST's evaluation of 2008. */
  public static final DetectionCost SRE_2008 = new DetectionCost(0.01, 10, 1);

  /** Checks the ranges. */
  public DetectionCost {
    checkArgument(pTarget > 0 && pTarget < 1, "p_target must lie in (0, 1), got %s", pTarget);
    checkArgument(
        cMiss > 0 && cMiss < Double.POSITIVE_INFINITY,
        "c_miss must be over 0 and finite, got %s",
        cMiss);
    checkArgument(
        cFalseAlarm > 0 && cFalseAlarm < Double.POSITIVE_INFINITY,
        "c_false_alarm must be over 0 and finite, got %s",
        cFalseAlarm);
  }

  /**
   * Returns the cost of these rates, 0 to 1 each, in parts of that of the better of the two
   * decisions that need no scores: refusing and accepting all.
   */
  public double normalised(double miss, double falseAlarm) {
    double refusingAll = cMiss * pTarget;
    double acceptingAll = cFalseAlarm * (1 - pTarget);
    return (refusingAll * miss + acceptingAll * falseAlarm) / Math.min(refusingAll, acceptingAll);
  }
}

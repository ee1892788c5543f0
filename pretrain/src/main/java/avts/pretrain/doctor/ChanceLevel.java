package avts.pretrain.doctor;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.loss.LossConfig;

/** The loss of a network that has learned nothing about its pairs. */
public final class ChanceLevel {
  // Every clip gives one aligned and one negative pair.
  private static final double POSITIVE_SHARE = 0.5;

  private ChanceLevel() {}

  /**
   * Returns the chance level of a loss.
   *
   * @param clips clips that the loss is taken over, at least 2
   */
  public static double of(LossConfig loss, int clips) {
    return switch (loss.kind()) {
      case MARGIN -> margin(POSITIVE_SHARE, loss.margin());
      case INFONCE -> infoNce(clips);
      case CROSS_ENTROPY -> crossEntropy(POSITIVE_SHARE);
    };
  }

  /**
   * Returns the lowest margin contrastive loss that one and the same distance for every pair can
   * reach: p (1 - p) eta^2, at distance (1 - p) eta.
   *
   * @param positiveShare share p of aligned pairs, 0..1
   * @param margin the margin eta
   */
  public static double margin(double positiveShare, double margin) {
    checkShare(positiveShare);
    return positiveShare * (1 - positiveShare) * margin * margin;
  }

  /** Returns the InfoNCE loss of equal similarities among {@code clips}: ln B. */
  public static double infoNce(int clips) {
    checkArgument(clips >= 2, "clips must be at least 2, got %s", clips);
    return Math.log(clips);
  }

  /**
   * Returns the lowest cross-entropy of one and the same probability for every pair: ln 2 where
   * half of them are aligned.
   */
  public static double crossEntropy(double positiveShare) {
    checkShare(positiveShare);
    return -positiveShare * Math.log(positiveShare)
        - (1 - positiveShare) * Math.log(1 - positiveShare);
  }

  private static void checkShare(double share) {
    checkArgument(
        share > 0 && share < 1, "the share of aligned pairs must lie in 0..1, got %s", share);
  }
}

package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Which share of the negative pairs is of which kind.
 *
 * @param easy share of easy negatives, 0 to 1
 * @param hard share of hard negatives, 0 to 1
 * @param superHard share of super-hard negatives, 0 to 1
 */
public record NegativeMix(double easy, double hard, double superHard) {

  private static final double ROUNDING = 1e-9;

  /** Checks that the shares sum to 1. */
  public NegativeMix {
    checkShare("easy", easy);
    checkShare("hard", hard);
    checkShare("super_hard", superHard);
    checkArgument(
        Math.abs(easy + hard + superHard - 1) <= ROUNDING,
        "easy, hard and super_hard must sum to 1, got %s + %s + %s",
        easy,
        hard,
        superHard);
  }

  /** Returns the share of {@code kind}; aligned pairs are not negatives and have none. */
  public double share(PairKind kind) {
    return switch (kind) {
      case ALIGNED -> 0;
      case EASY -> easy;
      case HARD -> hard;
      case SUPER_HARD -> superHard;
    };
  }

  private static void checkShare(String key, double share) {
    checkArgument(share >= 0 && share <= 1, "%s must lie in 0..1, got %s", key, share);
  }
}

package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.PairKind;

/**
 * A pair and what a network says of it.
 *
 * @param set kind of the negatives that this pair was drawn with; aligned pairs belong to a set too
 * @param aligned whether picture and sound are of the same moment
 * @param decidable whether both windows have sound and motion
 * @param group files that share content have one group
 * @param score higher the more the network holds the pair to be in sync, finite
 */
public record ScoredPair(
    PairKind set, boolean aligned, boolean decidable, String group, double score) {

  /** Checks kind and score. */
  public ScoredPair {
    checkArgument(set != PairKind.ALIGNED, "a set is named after its negatives, got %s", set);
    checkArgument(
        Double.isFinite(score),
        "a pair of %s has the score %s: the network is broken",
        group,
        score);
  }
}

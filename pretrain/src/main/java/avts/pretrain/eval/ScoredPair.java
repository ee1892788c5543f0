package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.FixedPairs.Row;

/**
 * A pair and what a network says of it.
 *
 * @param row class of the negatives that this pair was drawn with; aligned pairs belong to one too
 * @param aligned whether picture and sound are of the same moment
 * @param group files that share content have one group
 * @param score higher the more the network holds the pair to be in sync, finite
 */
public record ScoredPair(Row row, boolean aligned, String group, double score) {

  /** Checks the score. */
  public ScoredPair {
    checkArgument(
        Double.isFinite(score),
        "a pair of %s has the score %s: the network is broken",
        group,
        score);
  }
}

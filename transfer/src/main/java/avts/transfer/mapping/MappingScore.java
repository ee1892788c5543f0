package avts.transfer.mapping;

import org.jspecify.annotations.Nullable;

/**
 * How well a mapping does on rows that it was not fitted to.
 *
 * @param cosine mean cosine of the angle between mapped and true rows, -1 to 1; where activations
 *     are never negative a constant guess is far above 0
 * @param centredCosine the same about the mean target row of the fitted rows
 * @param recall share of mapped rows whose nearest true row, by this cosine among all rows mapped
 *     together, is their own (R@1)
 * @param recallChance what a random order reaches
 * @param relativeError squared error divided by that of the mean target row; below 1 is better than
 *     no mapping
 * @param labels agreement of labels, null where there are none
 */
public record MappingScore(
    double cosine,
    double centredCosine,
    double recall,
    double recallChance,
    double relativeError,
    @Nullable Labels labels) {

  /**
   * Share of the nearest fitted target rows that have the row's label.
   *
   * @param mapped about mapped rows
   * @param truth about true rows, what a perfect mapping reaches
   * @param chance among all fitted rows
   */
  public record Labels(double mapped, double truth, double chance) {}
}

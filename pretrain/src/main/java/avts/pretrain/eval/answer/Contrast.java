package avts.pretrain.eval.answer;

import avts.pretrain.eval.metric.Interval;

/**
 * A comparison of two rows over the same items.
 *
 * @param first the row that should be better
 * @param second the other
 * @param difference mean difference in score, such as accuracy, with its interval over items
 * @param p probability of such a difference by chance
 */
public record Contrast(String first, String second, Interval difference, double p) {}

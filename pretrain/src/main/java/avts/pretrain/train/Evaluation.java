package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * What a validation during training gave.
 *
 * @param score the figure by which the best checkpoint is chosen, finite, higher is better
 * @param figures all figures by dotted name, such as {@code hard.accuracy}
 */
public record Evaluation(double score, Map<String, Double> figures) {

  /** Checks the score. */
  public Evaluation {
    checkArgument(Double.isFinite(score), "the score must be finite, got %s", score);
    figures = ImmutableMap.copyOf(figures);
  }
}

package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.PairKind;
import avts.pretrain.engine.StepOutput;
import java.util.List;

/**
 * What one micro-batch gave.
 *
 * @param output loss, gradient, statistics and distances
 * @param kinds kind of each clip's negative pair; as many as clips
 */
public record MicroResult(StepOutput output, List<PairKind> kinds) {

  /** Checks that the parts agree in number. */
  public MicroResult {
    kinds = List.copyOf(kinds);
    checkArgument(
        output.positiveDistance().length == kinds.size()
            && output.negativeDistance().length == kinds.size(),
        "%s clips need as many distances, got %s and %s",
        kinds.size(),
        output.positiveDistance().length,
        output.negativeDistance().length);
  }

  /** Returns the number of clips. */
  public int clips() {
    return kinds.size();
  }
}

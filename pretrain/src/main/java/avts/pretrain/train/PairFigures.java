package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.PairKind;
import avts.pretrain.engine.PairOutput;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;

/**
 * How aligned and misaligned pairs are told apart in training, by kind of the negative ({@code
 * easy}, {@code hard}, {@code super_hard}): mean distance of aligned and of negative pairs, and the
 * share of clips whose aligned pair is the closer one, a tie counting half.
 */
public final class PairFigures {
  /** Mean distance of the aligned pairs. */
  public static final String POSITIVE_DISTANCE = "positive_distance";

  /** Mean distance of the negative pairs. */
  public static final String NEGATIVE_DISTANCE = "negative_distance";

  private PairFigures() {}

  /**
   * Returns the figures of one step.
   *
   * @param kinds kind of each clip's negative pair; as many as clips
   */
  public static StepFigures of(PairOutput output, List<PairKind> kinds) {
    float[] positive = output.positiveDistance();
    float[] negative = output.negativeDistance();
    checkArgument(
        positive.length == kinds.size() && negative.length == kinds.size(),
        "%s clips need as many distances, got %s and %s",
        kinds.size(),
        positive.length,
        negative.length);
    StepFigures.Accumulator figures = new StepFigures.Accumulator();
    for (int i = 0; i < kinds.size(); i++) {
      double right = positive[i] < negative[i] ? 1 : positive[i] == negative[i] ? 0.5 : 0;
      figures.add(
          name(kinds.get(i)),
          ImmutableMap.of(
              POSITIVE_DISTANCE,
              (double) positive[i],
              NEGATIVE_DISTANCE,
              (double) negative[i],
              StepFigures.ACCURACY,
              right));
    }
    return figures.figures();
  }

  /** Returns the name of a kind's group. */
  public static String name(PairKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.answer.ItemScores.Statistics;
import java.util.List;

/**
 * What is compared with what. The unit is the take; its score is the share of seeds that got it
 * right.
 *
 * @param pairs rows that are compared beside each student with the student from scratch of its size
 * @param flips tosses of the sign-flip test, at least 100
 * @param draws resamplings of takes for the intervals, 100 to 100000
 * @param confidence probability that the intervals shall cover, between 0 and 1
 * @param leastGain difference of teacher and student from scratch below which no retention is told,
 *     0 to 1
 */
public record ComparisonConfig(
    List<PairConfig> pairs, int flips, int draws, double confidence, double leastGain) {

  /**
   * Two rows.
   *
   * @param first the row that should be better
   * @param second the other
   */
  public record PairConfig(String first, String second) {}

  /** Checks every range. */
  public ComparisonConfig {
    pairs = List.copyOf(pairs);
    checkArgument(flips >= 100, "flips must be at least 100, got %s", flips);
    checkArgument(draws >= 100 && draws <= 100_000, "draws must lie in 100..100000, got %s", draws);
    checkArgument(
        confidence > 0 && confidence < 1,
        "confidence must lie between 0 and 1, got %s",
        confidence);
    checkArgument(
        leastGain >= 0 && leastGain <= 1, "least_gain must lie in 0..1, got %s", leastGain);
  }

  Statistics statistics() {
    return new Statistics(flips, draws, confidence);
  }
}

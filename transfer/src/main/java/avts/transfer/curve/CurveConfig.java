package avts.transfer.curve;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.embed.TakeEmbedder;
import avts.transfer.network.LayersConfig;
import avts.transfer.network.LearningConfig;
import java.util.List;

/**
 * A learning curve over repetitions: what {@code avts eval takes --config FILE} reads.
 *
 * @param seeds each draws first weights of the head, and of the untrained encoder
 * @param testRepetitions repetitions that are tested, at least one
 * @param trainRepetitions repetitions whose labels are known, one list for each row of the curve;
 *     none of them tested
 * @param windows how clips slide over a take and are pooled
 * @param layers the head on the pooled vectors
 * @param learning how the head learns; without patience, as nothing is held out
 * @param bootstrapDraws resamplings of takes for the intervals, 100 to 100000
 * @param confidence probability that the intervals shall cover, between 0 and 1
 */
public record CurveConfig(
    List<Long> seeds,
    List<Integer> testRepetitions,
    List<List<Integer>> trainRepetitions,
    TakeEmbedder.Windows windows,
    LayersConfig layers,
    LearningConfig learning,
    int bootstrapDraws,
    double confidence) {

  /** Copies the lists and checks that training and test are apart. */
  public CurveConfig {
    seeds = List.copyOf(seeds);
    testRepetitions = List.copyOf(testRepetitions);
    trainRepetitions = trainRepetitions.stream().map(List::copyOf).toList();
    checkArgument(!seeds.isEmpty(), "seeds must name one at least");
    checkArgument(
        !testRepetitions.isEmpty() && !trainRepetitions.isEmpty(),
        "test_repetitions and train_repetitions must not be empty");
    for (List<Integer> known : trainRepetitions) {
      checkArgument(!known.isEmpty(), "train_repetitions must not hold an empty list");
      checkArgument(
          known.stream().noneMatch(testRepetitions::contains),
          "train_repetitions %s and test_repetitions %s must not overlap",
          known,
          testRepetitions);
    }
    checkArgument(
        learning.patience() == 0,
        "learning.patience must be 0, as no takes are held out to stop by, got %s",
        learning.patience());
  }
}

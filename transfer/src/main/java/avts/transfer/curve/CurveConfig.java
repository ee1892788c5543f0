package avts.transfer.curve;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.embed.TakeEmbedder;
import avts.transfer.network.LayersConfig;
import avts.transfer.network.LearningConfig;
import java.util.HashSet;
import java.util.List;

/**
 * A learning curve over repetitions: what {@code avts eval takes --config FILE} reads.
 *
 * @param seeds each draws first weights of the head, and of the untrained encoder
 * @param streams what labels are told from, at least one
 * @param testRepetitions repetitions that are tested, at least one; each is learned from when
 *     another is tested
 * @param labelledRepetitions numbers of repetitions whose labels are known, one for each point of
 *     the curve: those that follow the tested one, the first again behind the last
 * @param allRepetitions whether there is a point too where all repetitions but the tested one are
 *     known
 * @param windows how clips slide over a take and are pooled
 * @param layers the head on the pooled vectors
 * @param learning how the head learns; without patience, as nothing is held out
 * @param bootstrapDraws resamplings of takes for the intervals, 100 to 100000
 * @param confidence probability that the intervals shall cover, between 0 and 1
 */
public record CurveConfig(
    List<Long> seeds,
    List<CurveStream> streams,
    List<Integer> testRepetitions,
    List<Integer> labelledRepetitions,
    boolean allRepetitions,
    TakeEmbedder.Windows windows,
    LayersConfig layers,
    LearningConfig learning,
    int bootstrapDraws,
    double confidence) {

  /** Copies the lists and checks every range. */
  public CurveConfig {
    seeds = List.copyOf(seeds);
    streams = List.copyOf(streams);
    testRepetitions = List.copyOf(testRepetitions);
    labelledRepetitions = List.copyOf(labelledRepetitions);
    requireDistinct("seeds", seeds);
    requireDistinct("streams", streams);
    requireDistinct("test_repetitions", testRepetitions);
    checkArgument(
        allRepetitions || !labelledRepetitions.isEmpty(),
        "labelled_repetitions must name a number at least, or all_repetitions be true");
    checkArgument(
        labelledRepetitions.stream().allMatch(count -> count >= 1),
        "labelled_repetitions must be positive numbers, got %s",
        labelledRepetitions);
    checkArgument(
        learning.patience() == 0,
        "learning.patience must be 0, as no takes are held out to stop by, got %s",
        learning.patience());
  }

  private static void requireDistinct(String key, List<?> values) {
    checkArgument(
        !values.isEmpty() && new HashSet<>(values).size() == values.size(),
        "%s must name one at least, and none twice, got %s",
        key,
        values);
  }
}

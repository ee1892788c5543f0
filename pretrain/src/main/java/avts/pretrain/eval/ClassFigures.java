package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How well aligned pairs are told from one kind of misaligned ones; chance is 0.5 throughout.
 *
 * @param pairs number of pairs, both classes
 * @param groups number of groups they come from
 * @param accuracy mean share put right of both classes at the given threshold
 * @param rocAuc area under the receiver operating characteristic, which needs no threshold
 * @param equalErrorRate error where both classes' errors are equal
 */
public record ClassFigures(
    int pairs, int groups, Interval accuracy, Interval rocAuc, double equalErrorRate) {

  /**
   * Measures scored pairs.
   *
   * @param pairs aligned and misaligned ones; every group must have both, as swaps do
   * @param threshold scores at or above it are called in sync
   */
  public static ClassFigures of(
      List<ScoredPair> pairs, double threshold, Bootstrap bootstrap, RandomGenerator random) {
    checkArgument(!pairs.isEmpty(), "there are no pairs to measure");
    List<String> groups = pairs.stream().map(ScoredPair::group).toList();
    Bootstrap.Statistic accuracy = items -> scores(pairs, items).accuracy(threshold);
    Bootstrap.Statistic auc = items -> scores(pairs, items).rocAuc();
    int[] all = IntStream.range(0, pairs.size()).toArray();
    return new ClassFigures(
        pairs.size(),
        (int) groups.stream().distinct().count(),
        bootstrap.interval(groups, accuracy, random),
        bootstrap.interval(groups, auc, random),
        scores(pairs, all).equalErrorRate());
  }

  /** Returns the scores of {@code pairs} by class. */
  public static Scores scores(List<ScoredPair> pairs) {
    return scores(pairs, IntStream.range(0, pairs.size()).toArray());
  }

  private static Scores scores(List<ScoredPair> pairs, int[] items) {
    return Scores.of(
        Arrays.stream(items)
            .mapToObj(pairs::get)
            .filter(ScoredPair::aligned)
            .mapToDouble(ScoredPair::score)
            .toArray(),
        Arrays.stream(items)
            .mapToObj(pairs::get)
            .filter(pair -> !pair.aligned())
            .mapToDouble(ScoredPair::score)
            .toArray());
  }
}

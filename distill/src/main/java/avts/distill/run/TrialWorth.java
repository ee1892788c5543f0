package avts.distill.run;

import static com.google.common.base.Preconditions.checkNotNull;

import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.answer.ItemScores;
import avts.pretrain.eval.answer.ItemScores.Statistics;
import avts.pretrain.eval.metric.DetectionCost;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.Scores;
import com.google.common.math.Stats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Error rates of trials: the unit is the fold, which is a choice of speakers nobody heard; its
 * score is 1 - EER, mean over seeds. Trials of one fold share takes and speakers and are no units.
 */
final class TrialWorth implements Worth {
  private final Map<String, List<Errors>> rows = new HashMap<>();
  private final ItemScores scores;
  private final int asked;

  /** Of the trials of one cell. */
  private record Errors(int fold, long seed, int trials, double equal, double leastCost) {}

  TrialWorth(Map<String, List<Cell>> cells, DetectionCost cost, Statistics statistics) {
    cells.forEach(
        (row, own) -> rows.put(row, own.stream().map(cell -> errors(cell, cost)).toList()));
    List<Errors> any = rows.values().iterator().next();
    asked = any.stream().filter(one -> one.seed == any.get(0).seed).mapToInt(Errors::trials).sum();
    List<String> folds = new ArrayList<>();
    new TreeSet<>(any.stream().map(Errors::fold).toList()).forEach(fold -> folds.add("" + fold));
    Map<String, double[]> right = new HashMap<>();
    rows.forEach((row, own) -> right.put(row, rightByFold(own)));
    scores = new ItemScores(folds, right, statistics);
  }

  private static Errors errors(Cell cell, DetectionCost cost) {
    Scores scores = checkNotNull(cell.trials(), "cell %s has no trials", cell.row()).scores();
    return new Errors(
        cell.fold(),
        cell.seed(),
        scores.positiveCount() + scores.negativeCount(),
        scores.equalErrorRate(),
        scores.minDetectionCost(cost));
  }

  private static double[] rightByFold(List<Errors> errors) {
    double[] means = means(errors, Errors::fold);
    Arrays.setAll(means, fold -> 1 - means[fold]);
    return means;
  }

  /** Returns the mean EER of each group, by ascending key. */
  private static double[] means(
      List<Errors> errors, Function<Errors, ? extends Comparable<?>> key) {
    return errors.stream()
        .collect(
            Collectors.groupingBy(key, TreeMap::new, Collectors.averagingDouble(Errors::equal)))
        .values()
        .stream()
        .mapToDouble(mean -> mean)
        .toArray();
  }

  private List<Errors> of(String row) {
    return Objects.requireNonNull(rows.get(row), row);
  }

  @Override
  public int asked() {
    return asked;
  }

  @Override
  public double chance() {
    return 0.5;
  }

  @Override
  public Interval value(String row) {
    Interval right = scores.mean(row);
    return new Interval(1 - right.value(), 1 - right.high(), 1 - right.low());
  }

  @Override
  public double second(String row) {
    return of(row).stream().mapToDouble(Errors::leastCost).average().orElseThrow();
  }

  @Override
  public double deviation(String row) {
    double[] seeds = means(of(row), Errors::seed);
    return seeds.length < 2 ? 0 : Stats.of(seeds).sampleStandardDeviation();
  }

  @Override
  public Contrast contrast(String first, String second) {
    return scores.contrast(first, second);
  }

  @Override
  public @Nullable Interval recovered(String gain, String base, String most) {
    return scores.recovered(gain, base, most);
  }

  @Override
  public @Nullable Confusion confusion(String row) {
    return null;
  }
}

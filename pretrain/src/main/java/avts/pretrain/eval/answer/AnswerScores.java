package avts.pretrain.eval.answer;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.answer.ItemScores.Statistics;
import avts.pretrain.eval.metric.Interval;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The worth of rows of answers, item by item: an item's score is the share of seeds that got it
 * right. Intervals are over items, never over seeds or folds; comparisons are paired.
 */
public final class AnswerScores {
  private final Map<String, List<Answers>> rows;
  private final List<String> items;
  private final List<String> labels;
  private final ItemScores scores;

  /**
   * Takes the answers of each row; all rows must be about the same items.
   *
   * @param rows answers by name of the row: any number of seeds, folds one by one or together
   */
  public AnswerScores(Map<String, List<Answers>> rows, Statistics statistics) {
    checkArgument(!rows.isEmpty(), "there are no answers to make figures of");
    this.rows = new LinkedHashMap<>(rows);
    items = List.copyOf(distinct(Answers::items));
    Set<String> names = distinct(Answers::truth);
    names.addAll(distinct(Answers::told));
    labels = List.copyOf(names);
    Map<String, double[]> shares = new HashMap<>();
    rows.forEach((row, answers) -> shares.put(row, scores(answers)));
    scores = new ItemScores(items, shares, statistics);
  }

  private Set<String> distinct(Function<Answers, List<String>> part) {
    Set<String> all = new TreeSet<>();
    rows.values().forEach(answers -> answers.forEach(one -> all.addAll(part.apply(one))));
    return all;
  }

  private double[] scores(List<Answers> all) {
    double[] right = new double[items.size()];
    double[] asked = new double[items.size()];
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      places.put(items.get(i), i);
    }
    for (Answers answers : all) {
      for (int i = 0; i < answers.items().size(); i++) {
        int place = Objects.requireNonNull(places.get(answers.items().get(i)));
        asked[place]++;
        right[place] += answers.told().get(i).equals(answers.truth().get(i)) ? 1 : 0;
      }
    }
    for (int i = 0; i < right.length; i++) {
      right[i] /= Math.max(1, asked[i]);
    }
    return right;
  }

  /** Returns the names of all items. */
  public List<String> items() {
    return items;
  }

  /** Returns the names of all labels, asked or told. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the share of items right, mean over seeds (weighted accuracy, WA). */
  public Interval accuracy(String row) {
    return scores.mean(row);
  }

  /** Returns the standard deviation of the accuracy over seeds; 0 of a single one. */
  public double deviation(String row) {
    Map<Long, double[]> seeds = new TreeMap<>();
    for (Answers answers : answers(row)) {
      double[] count = seeds.computeIfAbsent(answers.seed(), seed -> new double[2]);
      count[0] += answers.right();
      count[1] += answers.items().size();
    }
    double[] shares = seeds.values().stream().mapToDouble(count -> count[0] / count[1]).toArray();
    double mean = Arrays.stream(shares).average().orElseThrow();
    double squares = Arrays.stream(shares).map(share -> (share - mean) * (share - mean)).sum();
    return shares.length < 2 ? 0 : Math.sqrt(squares / (shares.length - 1));
  }

  private List<Answers> answers(String row) {
    return Objects.requireNonNull(rows.get(row), row);
  }

  /** Compares two rows; p comes from flips of items' signs. */
  public Contrast contrast(String first, String second) {
    return scores.contrast(first, second);
  }

  /**
   * Returns how much of a possible gain was had: {@code (gain - base) / (most - base)} of mean
   * accuracies.
   *
   * @return null where some resampling leaves nothing to gain, so that the ratio means nothing
   */
  public @Nullable Interval recovered(String gain, String base, String most) {
    return scores.recovered(gain, base, most);
  }

  /** Returns the answers by true label and told label, summed over seeds. */
  public Confusion confusion(String row) {
    int[][] counts = new int[labels.size()][labels.size()];
    for (Answers answers : answers(row)) {
      for (int i = 0; i < answers.items().size(); i++) {
        counts[labels.indexOf(answers.truth().get(i))][labels.indexOf(answers.told().get(i))]++;
      }
    }
    return new Confusion(
        labels, Stream.of(counts).map(line -> Arrays.stream(line).boxed().toList()).toList());
  }
}

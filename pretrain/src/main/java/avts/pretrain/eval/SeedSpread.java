package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.FixedPairs.Row;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.Scores;
import avts.pretrain.eval.metric.Spread;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How the figures of several runs of one experiment, apart in their seeds, vary: from seed to seed,
 * and with the videos they are measured on.
 *
 * @param rows figures by class of negatives; classes without pairs are absent
 * @param twoWay share chosen right by the name of the choice, such as {@code hard pairs} or {@code
 *     80 ms}
 */
public record SeedSpread(Map<String, ClassSpread> rows, Map<String, Spread> twoWay) {

  /**
   * One run.
   *
   * @param threshold score from which on a pair is called in sync
   * @param pairs scored test pairs, the same of every run and in the same order
   * @param twoWay share chosen right by the name of the choice
   */
  public record Run(double threshold, List<ScoredPair> pairs, Map<String, Double> twoWay) {

    /** Copies list and map. */
    public Run {
      pairs = List.copyOf(pairs);
      twoWay = Collections.unmodifiableMap(new LinkedHashMap<>(twoWay));
    }

    /** Returns the run that {@code result} was measured of. */
    public static Run of(SyncEvaluator.Result result) {
      Map<String, Double> twoWay = new LinkedHashMap<>();
      result.twoWay().forEach(figures -> twoWay.put(figures.shift(), figures.right().value()));
      return new Run(result.sync().threshold(), result.pairs(), twoWay);
    }
  }

  /**
   * One class of negatives.
   *
   * @param accuracy from seed to seed
   * @param accuracyInterval the mean over the seeds, with the range from resampling videos, each
   *     draw the same for all seeds
   * @param rocAuc area under the curve, from seed to seed
   */
  public record ClassSpread(Spread accuracy, Interval accuracyInterval, Spread rocAuc) {

    /** Returns the accuracy for people: {@code "81.2 ± 1.3 % (78.0 to 84.1)"}. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "%.1f ± %.1f %% (%.1f to %.1f)",
          100 * accuracy.mean(),
          100 * accuracy.deviation(),
          100 * accuracyInterval.low(),
          100 * accuracyInterval.high());
    }
  }

  /** Copies the maps. */
  public SeedSpread {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    twoWay = Collections.unmodifiableMap(new LinkedHashMap<>(twoWay));
  }

  /**
   * Returns the spread over {@code runs}.
   *
   * @throws IllegalArgumentException if there is no run, or they were measured on different pairs
   */
  public static SeedSpread of(List<Run> runs, Bootstrap bootstrap, RandomGenerator random) {
    checkArgument(!runs.isEmpty(), "there are no runs");
    runs.forEach(run -> requireSamePairs(runs.get(0), run));
    Map<String, ClassSpread> rows = new LinkedHashMap<>();
    for (Row row : Row.values()) {
      List<Run> parts = runs.stream().map(run -> part(run, row)).toList();
      if (!parts.get(0).pairs().isEmpty()) {
        rows.put(row.key(), spread(parts, bootstrap, random));
      }
    }
    Map<String, Spread> twoWay = new LinkedHashMap<>();
    for (String name : runs.get(0).twoWay().keySet()) {
      twoWay.put(name, spread(runs, run -> run.twoWay().getOrDefault(name, Double.NaN)));
    }
    return new SeedSpread(rows, twoWay);
  }

  private static void requireSamePairs(Run first, Run other) {
    boolean same = first.pairs().size() == other.pairs().size();
    for (int i = 0; same && i < first.pairs().size(); i++) {
      ScoredPair one = first.pairs().get(i);
      ScoredPair two = other.pairs().get(i);
      same =
          one.row() == two.row()
              && one.aligned() == two.aligned()
              && one.group().equals(two.group());
    }
    checkArgument(
        same && first.twoWay().keySet().equals(other.twoWay().keySet()),
        "the runs were measured on different pairs: their spread says nothing. Measure them on the"
            + " same files, with the same section evaluation in their configs");
  }

  private static Run part(Run run, Row row) {
    return new Run(
        run.threshold(), run.pairs().stream().filter(pair -> pair.row() == row).toList(), Map.of());
  }

  private static ClassSpread spread(List<Run> runs, Bootstrap bootstrap, RandomGenerator random) {
    List<String> groups = runs.get(0).pairs().stream().map(ScoredPair::group).toList();
    Bootstrap.Statistic mean =
        items ->
            runs.stream()
                .mapToDouble(run -> scores(run, items).accuracy(run.threshold()))
                .average()
                .orElseThrow();
    return new ClassSpread(
        spread(runs, run -> ClassFigures.scores(run.pairs()).accuracy(run.threshold())),
        bootstrap.interval(groups, mean, random),
        spread(runs, run -> ClassFigures.scores(run.pairs()).rocAuc()));
  }

  private static Scores scores(Run run, int[] items) {
    return ClassFigures.scores(Arrays.stream(items).mapToObj(run.pairs()::get).toList());
  }

  private static Spread spread(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Spread.of(runs.stream().mapToDouble(figure).toArray());
  }

  /** Returns the figures as a table for people. */
  public TextTable table() {
    TextTable table = new TextTable(List.of("negatives", "accuracy", "ROC-AUC", "seeds"));
    rows.forEach(
        (row, spread) ->
            table.add(
                List.of(
                    row,
                    spread.text(),
                    spread.rocAuc().fixed(1, 4),
                    Integer.toString(spread.rocAuc().count()))));
    twoWay.forEach(
        (name, spread) ->
            table.add(
                List.of(
                    "two-way, " + name,
                    spread.fixed(100, 1) + " %",
                    "",
                    Integer.toString(spread.count()))));
    return table;
  }
}

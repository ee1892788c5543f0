package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.random.Seeds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Synchronisation accuracy on fixed pairs, by class of negatives.
 *
 * @param threshold score from which on a pair is called in sync, chosen on the validation pairs
 * @param chance what guessing reaches
 * @param rows figures by class (easy, hard, super-hard, undecidable); classes without pairs are
 *     absent
 */
public record SyncFigures(double threshold, double chance, Map<String, ClassFigures> rows) {

  /** What guessing reaches on balanced pairs. */
  public static final double CHANCE = 0.5;

  /** Copies the figures. */
  public SyncFigures {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }

  /**
   * Measures test pairs at the threshold that suits the validation pairs best.
   *
   * @param validation scored pairs of the validation files
   * @param test scored pairs of the test files
   */
  public static SyncFigures of(
      List<ScoredPair> validation, List<ScoredPair> test, EvaluationConfig config, Seeds seeds) {
    double threshold = chooseThreshold(validation, config.thresholdRows());
    RandomGenerator random = seeds.generator(Seeds.Purpose.BOOTSTRAP, 0, 0);
    Map<String, ClassFigures> rows = new LinkedHashMap<>();
    for (Row row : Row.values()) {
      List<ScoredPair> pairs = test.stream().filter(pair -> pair.row() == row).toList();
      if (!pairs.isEmpty()) {
        rows.put(row.key(), ClassFigures.of(pairs, threshold, config.bootstrap(), random));
      }
    }
    return new SyncFigures(threshold, CHANCE, rows);
  }

  /**
   * Returns the threshold that puts most pairs of the given classes right.
   *
   * @throws IllegalArgumentException if there are no such pairs
   */
  public static double chooseThreshold(List<ScoredPair> pairs, List<Row> rows) {
    List<ScoredPair> chosen = pairs.stream().filter(pair -> rows.contains(pair.row())).toList();
    checkArgument(
        !chosen.isEmpty(),
        "there are no validation pairs of class %s: the validation files are too few or too short;"
            + " set evaluation.threshold_rows",
        rows.stream().map(Row::key).toList());
    return ClassFigures.scores(chosen).bestThreshold();
  }

  /** Returns the figures of {@code row}, if there were such pairs. */
  public Optional<ClassFigures> of(Row row) {
    return Optional.ofNullable(rows.get(row.key()));
  }

  /** Returns the figures as a table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(List.of("negatives", "accuracy", "ROC-AUC", "EER", "pairs", "groups"));
    rows.forEach((name, figures) -> table.add(line(name, figures)));
    return table.add(
        List.of("chance", TextTable.percent(chance), TextTable.fixed(chance, 4), "50.0 %", "", ""));
  }

  private static List<String> line(String name, ClassFigures figures) {
    return List.of(
        name,
        figures.accuracy().percent(),
        TextTable.fixed(figures.rocAuc().value(), 4),
        TextTable.percent(figures.equalErrorRate()),
        Integer.toString(figures.pairs()),
        Integer.toString(figures.groups()));
  }
}

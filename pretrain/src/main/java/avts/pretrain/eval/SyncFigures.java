package avts.pretrain.eval;

import avts.datasets.pair.PairKind;
import avts.datasets.random.Seeds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Synchronisation accuracy on fixed pairs, by kind of negative.
 *
 * @param threshold score from which on a pair is called in sync, chosen on the validation pairs
 * @param chance what guessing reaches
 * @param kinds figures by kind of negative (easy, hard, super-hard); kinds without pairs are absent
 * @param undecidable figures of the pairs whose windows lack sound or motion, over all kinds; null
 *     where there are none
 */
public record SyncFigures(
    double threshold,
    double chance,
    Map<String, ClassFigures> kinds,
    @Nullable ClassFigures undecidable) {

  /** What guessing reaches on balanced pairs. */
  public static final double CHANCE = 0.5;

  /** Copies the figures. */
  public SyncFigures {
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
  }

  /**
   * Measures test pairs at the threshold that suits the validation pairs best.
   *
   * @param validation scored pairs of the validation files
   * @param test scored pairs of the test files
   */
  public static SyncFigures of(
      List<ScoredPair> validation, List<ScoredPair> test, EvaluationConfig config, Seeds seeds) {
    double threshold = chooseThreshold(validation, config.thresholdKinds());
    RandomGenerator random = seeds.generator(Seeds.Purpose.BOOTSTRAP, 0, 0);
    Map<String, ClassFigures> kinds = new LinkedHashMap<>();
    for (PairKind kind : PairKind.values()) {
      List<ScoredPair> pairs =
          test.stream().filter(pair -> pair.decidable() && pair.set() == kind).toList();
      if (!pairs.isEmpty()) {
        kinds.put(label(kind), ClassFigures.of(pairs, threshold, config.bootstrap(), random));
      }
    }
    List<ScoredPair> undecidable = test.stream().filter(pair -> !pair.decidable()).toList();
    return new SyncFigures(
        threshold,
        CHANCE,
        kinds,
        undecidable.isEmpty()
            ? null
            : ClassFigures.of(undecidable, threshold, config.bootstrap(), random));
  }

  /**
   * Returns the threshold that puts most decidable pairs of the given kinds right.
   *
   * @throws IllegalArgumentException if there are no such pairs
   */
  public static double chooseThreshold(List<ScoredPair> pairs, List<PairKind> kinds) {
    List<ScoredPair> chosen =
        pairs.stream().filter(pair -> pair.decidable() && kinds.contains(pair.set())).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no validation pairs of kind "
              + kinds
              + ": the validation files are too few or too short; set evaluation.threshold_kinds");
    }
    return ClassFigures.scores(chosen).bestThreshold();
  }

  /** Returns the figures of {@code kind}, if there were such pairs. */
  public Optional<ClassFigures> of(PairKind kind) {
    return Optional.ofNullable(kinds.get(label(kind)));
  }

  /** Returns the figures as a table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(List.of("negatives", "accuracy", "ROC-AUC", "EER", "pairs", "groups"));
    kinds.forEach((kind, figures) -> table.add(row(kind, figures)));
    if (undecidable != null) {
      table.add(row("undecidable", undecidable));
    }
    return table.add(
        List.of("chance", TextTable.percent(chance), TextTable.fixed(chance, 4), "50.0 %", "", ""));
  }

  /** Returns the name of a kind in tables: {@code super-hard}. */
  public static String label(PairKind kind) {
    return switch (kind) {
      case ALIGNED -> "aligned";
      case EASY -> "easy";
      case HARD -> "hard";
      case SUPER_HARD -> "super-hard";
    };
  }

  private static List<String> row(String name, ClassFigures figures) {
    return List.of(
        name,
        figures.accuracy().percent(),
        TextTable.fixed(figures.rocAuc().value(), 4),
        TextTable.percent(figures.equalErrorRate()),
        Integer.toString(figures.pairs()),
        Integer.toString(figures.groups()));
  }
}

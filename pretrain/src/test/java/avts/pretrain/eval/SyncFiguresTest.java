package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.random.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncFiguresTest {
  private static final EvaluationConfig CONFIG =
      new EvaluationConfig(
          new FixedPairsConfig(1, 2, 2, 4),
          List.of(Row.EASY, Row.HARD),
          List.of(80, 1000),
          5,
          200,
          0.95,
          5);

  @TempDir Path folder;

  /** Per group one aligned pair at {@code aligned} and one misaligned at {@code misaligned}. */
  private static List<ScoredPair> pairs(Row row, double[] aligned, double[] misaligned) {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < aligned.length; i++) {
      pairs.add(new ScoredPair(row, true, "v" + i, aligned[i]));
      pairs.add(new ScoredPair(row, false, "v" + i, misaligned[i]));
    }
    return pairs;
  }

  @Test
  void thresholdComesFromValidationAndEachKindIsMeasuredAlone() {
    List<ScoredPair> validation = pairs(Row.EASY, new double[] {4, 5}, new double[] {1, 2});
    List<ScoredPair> test = new ArrayList<>();
    test.addAll(pairs(Row.EASY, new double[] {9, 9}, new double[] {0, 0}));
    test.addAll(pairs(Row.HARD, new double[] {9, 2}, new double[] {0, 1}));
    test.addAll(pairs(Row.UNDECIDABLE, new double[] {1, 1}, new double[] {1, 1}));
    SyncFigures figures = SyncFigures.of(validation, test, CONFIG, new Seeds(1));
    assertEquals(3, figures.threshold());
    assertEquals(List.of("easy", "hard", "undecidable"), List.copyOf(figures.rows().keySet()));
    assertEquals(1, figures.of(Row.EASY).orElseThrow().accuracy().value());
    ClassFigures hard = figures.of(Row.HARD).orElseThrow();
    assertEquals(0.75, hard.accuracy().value());
    assertEquals(1, hard.rocAuc().value());
    assertEquals(4, hard.pairs());
    assertEquals(0.5, figures.of(Row.UNDECIDABLE).orElseThrow().accuracy().value());
    assertTrue(String.join("\n", figures.table().lines()).contains("undecidable"));
  }

  @Test
  void withoutUndecidablePairsThereIsNoSuchRow() {
    List<ScoredPair> pairs = pairs(Row.HARD, new double[] {2}, new double[] {1});
    assertTrue(SyncFigures.of(pairs, pairs, CONFIG, new Seeds(1)).of(Row.UNDECIDABLE).isEmpty());
  }

  @Test
  void sameSeedSameIntervals() {
    List<ScoredPair> pairs = pairs(Row.HARD, new double[] {2, 1, 3, 0}, new double[] {1, 2, 0, 0});
    assertEquals(
        SyncFigures.of(pairs, pairs, CONFIG, new Seeds(4)),
        SyncFigures.of(pairs, pairs, CONFIG, new Seeds(4)));
  }

  @Test
  void brokenScoresAndMissingValidationAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new ScoredPair(Row.HARD, true, "v", Double.NaN));
    List<ScoredPair> superHard = pairs(Row.SUPER_HARD, new double[] {2}, new double[] {1});
    assertThrows(
        IllegalArgumentException.class,
        () -> SyncFigures.of(superHard, superHard, CONFIG, new Seeds(1)));
  }

  @Test
  void measurementIsJsonInSnakeCase() throws IOException {
    List<ScoredPair> pairs = pairs(Row.HARD, new double[] {2}, new double[] {1});
    SyncFigures figures = SyncFigures.of(pairs, pairs, CONFIG, new Seeds(1));
    Path file = folder.resolve("figures.json");
    new Measurement<>("eval sync", "no-overlap", 7, "run@step-3", "abc", figures).write(file);
    String json = Files.readString(file);
    assertTrue(json.contains("\"config_hash\" : \"abc\""), json);
    assertTrue(json.contains("\"hard\" : {"), json);
    assertTrue(json.contains("\"equal_error_rate\" : 0.0"), json);
  }
}

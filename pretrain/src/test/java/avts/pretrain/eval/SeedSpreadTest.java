package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkNotNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.FixedPairs.Row;
import avts.pretrain.eval.SeedSpread.ClassSpread;
import avts.pretrain.eval.metric.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedSpreadTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 0.95);

  @TempDir Path folder;

  private static ScoredPair pair(Row row, boolean aligned, String group, double score) {
    return new ScoredPair(row, aligned, group, score);
  }

  /** Two videos with an aligned and a misaligned pair each. */
  private static SeedSpread.Run run(double threshold, double... scores) {
    return new SeedSpread.Run(
        threshold,
        List.of(
            pair(Row.HARD, true, "a", scores[0]),
            pair(Row.HARD, false, "a", scores[1]),
            pair(Row.HARD, true, "b", scores[2]),
            pair(Row.HARD, false, "b", scores[3])),
        Map.of("80 ms", scores[0]));
  }

  private static SeedSpread spread(SeedSpread.Run... runs) {
    return SeedSpread.of(List.of(runs), BOOTSTRAP, new Random(1));
  }

  private static ClassSpread figures(SeedSpread spread, String row) {
    return checkNotNull(spread.rows().get(row));
  }

  @Test
  void twoSeedsByHand() {
    // Right at 0.5: all four of the first run, and (a aligned, b misaligned) of the second.
    SeedSpread spread = spread(run(0.5, 0.9, 0.1, 0.8, 0.2), run(0.5, 0.6, 0.7, 0.4, 0.3));
    ClassSpread hard = figures(spread, "hard");
    assertEquals(List.of("hard"), List.copyOf(spread.rows().keySet()));
    assertEquals(0.75, hard.accuracy().mean(), 1e-12);
    assertEquals(Math.sqrt(2 * 0.25 * 0.25), hard.accuracy().deviation(), 1e-12);
    assertEquals(0.75, hard.accuracyInterval().value(), 1e-12);
    // Second run: positives 0.6 and 0.4 against 0.7 and 0.3 win 2 of 4 comparisons.
    assertEquals((1 + 0.5) / 2, hard.rocAuc().mean(), 1e-12);
    assertEquals(0.75, checkNotNull(spread.twoWay().get("80 ms")).mean(), 1e-12);
    assertEquals("75.0 ± 35.4 % (75.0 to 75.0)", hard.text());
  }

  @Test
  void eachRunIsMeasuredAtItsOwnThreshold() {
    SeedSpread spread = spread(run(0.5, 0.9, 0.1, 0.8, 0.2), run(10.5, 10.9, 10.1, 10.8, 10.2));
    assertEquals(1, figures(spread, "hard").accuracy().mean(), 1e-12);
    assertEquals(0, figures(spread, "hard").accuracy().deviation(), 1e-12);
  }

  @Test
  void copiesOfOneRunHaveItsOwnIntervalAndNoDeviation() {
    Random random = new Random(5);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int video = 0; video < 30; video++) {
      for (int i = 0; i < 4; i++) {
        boolean aligned = i % 2 == 0;
        pairs.add(pair(Row.EASY, aligned, "g" + video, random.nextGaussian() + (aligned ? 1 : 0)));
      }
    }
    SeedSpread.Run one = new SeedSpread.Run(0.5, pairs, Map.of());
    ClassSpread three = figures(spread(one, one, one), "easy");
    ClassFigures alone = ClassFigures.of(pairs, 0.5, BOOTSTRAP, new Random(1));
    assertEquals(0, three.accuracy().deviation(), 1e-12);
    assertEquals(alone.accuracy().low(), three.accuracyInterval().low(), 1e-12);
    assertEquals(alone.accuracy().high(), three.accuracyInterval().high(), 1e-12);
    assertEquals(alone.rocAuc().value(), three.rocAuc().mean(), 1e-12);
  }

  @Test
  void runsOnDifferentPairsAreRefused() {
    SeedSpread.Run one = run(0.5, 0.9, 0.1, 0.8, 0.2);
    SeedSpread.Run other =
        new SeedSpread.Run(
            0.5,
            Stream.of(
                    one.pairs().get(2), one.pairs().get(3), one.pairs().get(0), one.pairs().get(1))
                .collect(Collectors.toList()),
            one.twoWay());
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> spread(one, other));
    assertTrue(String.valueOf(refusal.getMessage()).contains("different pairs"));
    assertThrows(IllegalArgumentException.class, () -> spread());
  }

  @Test
  void scoredPairsSurviveTheirFileToTheBit() throws IOException {
    List<ScoredPair> pairs =
        List.of(
            pair(Row.SUPER_HARD, true, "ünï cödé.mp4", 0.1 + 0.2),
            pair(Row.UNDECIDABLE, false, "", -Double.MIN_VALUE));
    Path file = folder.resolve("scores.jsonl");
    ScoredPairsFile.write(pairs, file);
    assertEquals(pairs, ScoredPairsFile.read(file));
    Files.writeString(file, Files.readString(file) + "{\"row\":\"hard\",\"alig");
    IOException refusal = assertThrows(IOException.class, () -> ScoredPairsFile.read(file));
    assertTrue(String.valueOf(refusal.getMessage()).contains("scores.jsonl:3"));
  }
}

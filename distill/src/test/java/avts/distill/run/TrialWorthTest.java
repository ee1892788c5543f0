package avts.distill.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.pretrain.eval.answer.ItemScores.Statistics;
import avts.pretrain.eval.metric.DetectionCost;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Error rates of cells whose trials are told apart, not at all, or half. */
class TrialWorthTest {
  private static final TrialScores APART =
      new TrialScores(new float[] {1, 1}, new float[] {0, 0, 0});
  private static final TrialScores ALIKE =
      new TrialScores(new float[] {1, 1}, new float[] {1, 1, 1});
  private static final Statistics STATISTICS = new Statistics(1000, 1000, 0.95);

  private static Cell cell(String row, int fold, long seed, @Nullable TrialScores trials) {
    return new Cell(row, 0, fold, seed, List.of("a"), List.of("Ann"), List.of(), trials, 1);
  }

  private static TrialWorth worth() {
    return new TrialWorth(
        Map.of(
            "good",
            List.of(
                cell("good", 2, 1, APART),
                cell("good", 1, 1, APART),
                cell("good", 1, 2, ALIKE),
                cell("good", 2, 2, APART)),
            "bad",
            List.of(
                cell("bad", 1, 1, ALIKE),
                cell("bad", 2, 1, ALIKE),
                cell("bad", 1, 2, ALIKE),
                cell("bad", 2, 2, ALIKE))),
        DetectionCost.VOXCELEB,
        STATISTICS);
  }

  @Test
  void figuresAreMeansOverFoldsAndSeeds() {
    TrialWorth worth = worth();
    assertEquals(10, worth.asked()); // five trials in each of two folds
    assertEquals(0.125, worth.value("good").value(), 1e-12);
    assertEquals(0, worth.value("good").low(), 1e-12); // the better fold alone
    assertEquals(0.25, worth.value("good").high(), 1e-12);
    assertEquals(0.25, worth.second("good"), 1e-12); // minDCF 0, 0, 1, 0
    assertEquals(1, worth.second("bad"), 1e-12);
    assertEquals(0.25 / Math.sqrt(2), worth.deviation("good"), 1e-12); // seeds: 0 and 0.25
    assertNull(worth.confusion("good"));
  }

  @Test
  void aGainIsErrorRateLowered() {
    TrialWorth worth = worth();
    assertEquals(0.375, worth.contrast("good", "bad").difference().value(), 1e-12);
    assertEquals(-0.375, worth.contrast("bad", "good").difference().value(), 1e-12);
    assertEquals(0.5, worth.contrast("good", "bad").p(), 0.05); // two of four tosses
  }

  @Test
  void aCellOfClassesHasNoTrials() {
    NullPointerException refused =
        assertThrows(
            NullPointerException.class,
            () ->
                new TrialWorth(
                    Map.of("told", List.of(cell("told", 1, 1, null))),
                    DetectionCost.VOXCELEB,
                    STATISTICS));
    assertEquals("cell told has no trials", refused.getMessage());
  }
}

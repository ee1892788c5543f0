package avts.distill.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.distill.protocol.Pair;
import avts.pretrain.eval.metric.DetectionCost;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialScoresTest {

  /** Takes 7, 3, 5 and 9 of a set, whose embeddings have two values. */
  @Test
  void scoresAreCosinesOfTheTakesEmbeddings() {
    TrialScores scores =
        TrialScores.of(
            List.of(
                new Pair(7, 3, true),
                new Pair(7, 5, false),
                new Pair(3, 5, false),
                new Pair(5, 3, true),
                new Pair(9, 3, false)),
            List.of(7, 3, 5, 9),
            new float[] {2, 0, 3, 4, 0, -0.5f, 0, 0});
    assertArrayEquals(new float[] {0.6f, -0.8f}, scores.targets(), 1e-6f);
    assertArrayEquals(new float[] {0, -0.8f, 0}, scores.nonTargets(), 1e-6f);
    assertEquals(5, scores.size());
    assertThrows(
        IllegalArgumentException.class,
        () -> TrialScores.of(List.of(), List.of(1, 2), new float[] {1}));
  }

  /**
   * Four trials of one speaker and five of two. Refused up to 0.3, one of four targets is missed
   * and one of five others accepted; up to 0.2, none and two of five. On the line between (0, 0.4)
   * and (0.25, 0.2) both rates are 0.4 * 0.25 / 0.45 = 2 / 9.
   */
  @Test
  void errorRatesOfFewTrialsAreThoseByHand() {
    TrialScores scores =
        new TrialScores(
            new float[] {0.3f, 0.7f, 0.8f, 0.9f}, new float[] {0.1f, 0.0f, 0.2f, 0.6f, 0.3f});
    assertEquals(2.0 / 9, scores.scores().equalErrorRate(), 1e-12);
    // Without false alarms (above 0.6) one target is missed: 0.25. With one in five: 0.2 * 99.
    assertEquals(0.25, scores.scores().minDetectionCost(DetectionCost.VOXCELEB), 1e-12);
    // Both at 1, targets as likely as others: above 0.6 again, 0.25; above 0.3, 0.25 + 0.2.
    assertEquals(0.25, scores.scores().minDetectionCost(new DetectionCost(0.5, 1, 1)), 1e-12);
    // Targets in nine of ten: 9 * 0.25 above 0.6; 0.4 above 0.2, where nothing is missed.
    assertEquals(0.4, scores.scores().minDetectionCost(new DetectionCost(0.9, 1, 1)), 1e-12);
  }
}

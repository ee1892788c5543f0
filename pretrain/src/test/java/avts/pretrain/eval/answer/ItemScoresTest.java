package avts.pretrain.eval.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.eval.metric.Interval;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ItemScoresTest {
  private static final ItemScores SCORES =
      new ItemScores(
          List.of("a", "b", "c", "d"),
          Map.of(
              "base", new double[] {0.1, 0.2, 0.3, 0.4},
              "half", new double[] {0.2, 0.3, 0.4, 0.5},
              "most", new double[] {0.3, 0.4, 0.5, 0.6},
              "mixed", new double[] {0.4, 0.1, 0.3, 0.4}),
          new ItemScores.Statistics(2000, 1000, 0.95));

  @Test
  void meansAndDifferencesAreOverItems() {
    Interval mean = SCORES.mean("base");
    assertEquals(0.25, mean.value(), 1e-12);
    assertTrue(mean.low() >= 0.1 && mean.low() < 0.25 && mean.high() > 0.25, mean.toString());
    Contrast same = SCORES.contrast("half", "base");
    assertEquals(0.1, same.difference().value(), 1e-12);
    assertEquals(0.1, same.difference().low(), 1e-12);
    assertEquals(2.0 / 16, same.p(), 0.03); // two of sixteen ways to toss four signs are as large
    assertEquals(0.05, SCORES.contrast("mixed", "base").difference().value(), 1e-12);
    assertEquals(1, SCORES.contrast("base", "base").p());
  }

  @Test
  void aShareOfAGainNeedsAGain() {
    Interval half = Objects.requireNonNull(SCORES.recovered("half", "base", "most"));
    assertEquals(0.5, half.value(), 1e-12);
    assertNull(SCORES.recovered("half", "base", "mixed")); // "b" alone gains nothing
  }
}

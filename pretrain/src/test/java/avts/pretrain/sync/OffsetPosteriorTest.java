package avts.pretrain.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OffsetPosteriorTest {
  /** Offsets -100, 0 and 100 ms. */
  private static final LagRange THREE = new LagRange(100, 100);

  @Test
  void threeOffsetsByHand() {
    // Beforehand 1/6 each and 1/2 for none; likelihoods 1, 12, 2 against 1.
    OffsetPosterior belief = OffsetPosterior.of(THREE, new double[] {0, Math.log(12), Math.log(2)});
    assertEquals(
        100 * 0.5 * Math.log(2) / (2 * Math.log(12) - Math.log(2)), belief.offsetMillis(), 1e-9);
    assertEquals(12.0 / 6 / (1.0 / 2 + 1.0 / 6 + 12.0 / 6 + 2.0 / 6), belief.probability(), 1e-9);
    assertEquals(Math.log(2), belief.certainty(), 1e-9);
  }

  @Test
  void neighboursShareTheEstimateAndTheProbability() {
    LagRange fine = new LagRange(100, 20);
    double[] odds = new double[fine.count()];
    // 20 and 40 ms alike: the estimate lies between them.
    odds[6] = 50;
    odds[7] = 50;
    OffsetPosterior belief = OffsetPosterior.of(fine, odds);
    assertEquals(30, belief.offsetMillis(), 1e-6);
    assertEquals(1, belief.probability(), 1e-9);
    assertEquals(Math.log(1e6), belief.certainty(), 1e-3);
  }

  @Test
  void noEvidenceIsNoOffset() {
    LagRange all = LagRange.standard();
    OffsetPosterior flat = OffsetPosterior.of(all, new double[all.count()]);
    assertTrue(flat.probability() < 0.02, flat.toString());
    double[] against = new double[all.count()];
    Arrays.fill(against, -5000);
    assertEquals(0, OffsetPosterior.of(all, against).probability(), 1e-9);
    double[] strong = new double[all.count()];
    Arrays.fill(strong, 5000);
    // Even where all offsets fit, no one of them is sure.
    assertTrue(OffsetPosterior.of(all, strong).probability() < 0.03);
  }

  @Test
  void anotherNumberOfOffsetsIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> OffsetPosterior.of(THREE, new double[] {0, 1}));
    assertThrows(IllegalArgumentException.class, () -> new LagRange(2000, 30));
    assertThrows(IllegalArgumentException.class, () -> new LagRange(0, 20));
  }
}

package avts.pretrain.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignFlipTest {

  /** Of the 16 signs of four equal differences 2 are as extreme: p = 1/8. */
  @Test
  void agreesWithAllSignsWrittenOut() {
    SignFlip test =
        SignFlip.of(new double[] {1, 1, 1, 1}, new double[4], 100_000, new SplittableRandom(1));
    assertEquals(1, test.difference());
    assertEquals(0.125, test.p(), 0.005); // five standard deviations
  }

  /** Slow reference: every sign of uneven differences, more than one word of random bits. */
  @Test
  void agreesWithTheNormalApproximationOnManyItems() {
    SplittableRandom random = new SplittableRandom(2);
    double[] first = new double[300];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < first.length; i++) {
      first[i] = random.nextGaussian() + 0.05;
      sum += first[i];
      squares += first[i] * first[i];
    }
    SignFlip test = SignFlip.of(first, new double[300], 20_000, random);
    double z = Math.abs(sum) / Math.sqrt(squares);
    assertTrue(z > 1 && z < 3, "z " + z);
    // 2 (1 - Phi(z)) by Simpson's rule
    double tail = 0;
    double step = (8 - z) / 2000;
    for (int i = 0; i <= 2000; i++) {
      double x = z + i * step;
      double weight = i == 0 || i == 2000 ? 1 : i % 2 == 1 ? 4 : 2;
      tail += weight * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * step / 3;
    }
    assertEquals(2 * tail, test.p(), 0.012);
  }

  @Test
  void noDifferenceIsNeverSignificantAndNothingIsRefused() {
    double[] same = {0.2, 0.4, 1};
    assertEquals(1, SignFlip.of(same, same, 100, new SplittableRandom(3)).p());
    assertThrows(
        IllegalArgumentException.class,
        () -> SignFlip.of(same, new double[2], 100, new SplittableRandom(3)));
    assertThrows(
        IllegalArgumentException.class, () -> SignFlip.of(same, same, 99, new SplittableRandom(3)));
  }
}

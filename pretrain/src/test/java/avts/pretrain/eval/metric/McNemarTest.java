package avts.pretrain.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class McNemarTest {

  /** {@code both} right by both, then so many right by one of the two alone. */
  private static McNemar test(int both, int onlyFirst, int onlySecond) {
    int items = both + onlyFirst + onlySecond;
    boolean[] first = new boolean[items];
    boolean[] second = new boolean[items];
    Arrays.fill(first, 0, both + onlyFirst, true);
    Arrays.fill(second, 0, both, true);
    Arrays.fill(second, both + onlyFirst, items, true);
    return McNemar.of(first, second);
  }

  /** Ten differences, one of them against the rest: 2 (1 + 10) / 1024. */
  @Test
  void isTheBinomialTestOfTheDifferences() {
    McNemar test = test(50, 9, 1);
    assertEquals(9, test.onlyFirst());
    assertEquals(1, test.onlySecond());
    assertEquals(22.0 / 1024, test.p(), 1e-12);
    assertEquals(2 * Math.pow(0.5, 6), test(0, 0, 6).p(), 1e-12);
  }

  @Test
  void agreementAndEvenDifferencesAreCertain() {
    assertEquals(1, test(7, 0, 0).p());
    assertEquals(1, test(7, 4, 4).p());
    assertEquals(1, McNemar.of(new boolean[0], new boolean[0]).p());
  }

  /** The items that both have right say nothing, and it does not matter which one is first. */
  @Test
  void isSymmetricAndLooksAtDifferencesAlone() {
    for (int first = 0; first < 40; first += 3) {
      for (int second = 0; second < 40; second += 7) {
        double p = test(0, first, second).p();
        assertEquals(p, test(11, second, first).p(), 1e-12);
        assertEquals(Math.min(1, 2 * tail(first + second, Math.min(first, second))), p, 1e-9);
      }
    }
    assertEquals(0, test(0, 3000, 0).p());
  }

  /** Pascal's triangle. */
  private static double tail(int tosses, int most) {
    double[] row = {1};
    for (int n = 1; n <= tosses; n++) {
      double[] next = new double[n + 1];
      for (int k = 0; k < n; k++) {
        next[k] += row[k] / 2;
        next[k + 1] += row[k] / 2;
      }
      row = next;
    }
    return Arrays.stream(row, 0, most + 1).sum();
  }

  @Test
  void otherItemsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> McNemar.of(new boolean[2], new boolean[3]));
  }
}

package avts.pretrain.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.sync.Logistic.Observations;
import avts.pretrain.sync.Logistic.Prior;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogisticTest {
  private static final Prior WEAK = new Prior(new Logistic(0, 0), 1e-9);

  @Test
  void sharesOfTwoPlacesGiveTheLineThroughTheirLogOdds() {
    // At 0 one of four says yes, at 1 three of four: log-odds -ln 3 and ln 3.
    double[] x = {0, 0, 0, 0, 1, 1, 1, 1};
    boolean[] yes = {true, false, false, false, true, true, true, false};
    double[] weight = {1, 1, 1, 1, 1, 1, 1, 1};
    Logistic line = Logistic.fit(new Observations(x, yes, weight), WEAK);
    assertEquals(-Math.log(3), line.intercept(), 1e-6);
    assertEquals(2 * Math.log(3), line.slope(), 1e-6);
    assertEquals(0.75, Logistic.probability(line.logOdds(1)), 1e-6);
  }

  @Test
  void aWeightCountsLikeThatManyObservations() {
    double[] x = {0, 0, 1, 1};
    boolean[] yes = {true, false, true, false};
    Logistic weighted = Logistic.fit(new Observations(x, yes, new double[] {1, 3, 3, 1}), WEAK);
    assertEquals(-Math.log(3), weighted.intercept(), 1e-6);
    assertEquals(2 * Math.log(3), weighted.slope(), 1e-6);
  }

  @Test
  void separableClassesStayFiniteAndFarValuesConverge() {
    double[] x = {-500, -400, 300, 900};
    boolean[] yes = {false, false, true, true};
    double[] weight = {1, 1, 1, 1};
    Logistic line =
        Logistic.fit(new Observations(x, yes, weight), new Prior(new Logistic(0, 0), 1));
    assertTrue(line.slope() > 0 && line.slope() < 10, line.toString());
  }

  @Test
  void knownLineIsFoundAgain() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 20_000;
    double[] x = new double[n];
    boolean[] yes = new boolean[n];
    double[] weight = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian();
      yes[i] = random.nextDouble() < Logistic.probability(0.5 - 1.5 * x[i]);
      weight[i] = 1;
    }
    Logistic line = Logistic.fit(new Observations(x, yes, weight), WEAK);
    assertEquals(0.5, line.intercept(), 0.06);
    assertEquals(-1.5, line.slope(), 0.08);
  }

  @Test
  void nothingToFitIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Logistic.fit(new Observations(new double[0], new boolean[0], new double[0]), WEAK));
    assertThrows(IllegalArgumentException.class, () -> new Logistic(Double.NaN, 1));
  }
}

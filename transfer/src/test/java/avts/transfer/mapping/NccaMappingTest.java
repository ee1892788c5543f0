package avts.transfer.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.transfer.mapping.KnnConfig.Metric;
import avts.transfer.mapping.KnnConfig.Weighting;
import avts.transfer.mapping.NccaConfig.Back;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NccaMappingTest {

  private static NccaConfig config(double kappa, int dimensions, Back back) {
    return new NccaConfig(
        kappa,
        dimensions,
        4,
        back,
        new KnnConfig(3, Metric.COSINE, Weighting.UNIFORM, 1, 1, false));
  }

  /** With one column on each side, the correlation is Pearson's and the maps are lines. */
  @Test
  void oneColumnEachByHand() {
    // Centred: x -1, 0, 1; y -2, 1, 1; sums xx 2, yy 6, xy 3: r = 3 / sqrt(12), slope 1.5.
    ParallelRows rows =
        ParallelRows.of(
            Samples.matrix(new double[][] {{0}, {1}, {2}}),
            Samples.matrix(new double[][] {{0}, {3}, {3}}));
    NccaMapping regression = NccaMapping.fit(rows, config(0, 1, Back.REGRESSION));
    assertArrayEquals(new double[] {3 / Math.sqrt(12)}, regression.correlations(), 1e-12);
    Matrix asked = Samples.matrix(new double[] {3});
    assertEquals(2 + 1.5 * 2, regression.map(asked).values()[0], 1e-5);
    // The projection of y equals that of x: y = mean + deviation ratio times x, sqrt(6 / 2).
    assertEquals(
        2 + Math.sqrt(3) * 2,
        NccaMapping.fit(rows, config(0, 1, Back.BACK_PROJECTION)).map(asked).values()[0],
        1e-5);
  }

  @ParameterizedTest
  @EnumSource(Back.class)
  void linearMapsOfTheSourceChangeNothingWithoutKappa(Back back) {
    Matrix source = Samples.gaussian(80, 6, 1);
    Matrix target = Samples.dependent(source, 5, 1, 2);
    Matrix asked = Samples.gaussian(15, 6, 4);
    NccaMapping plain = NccaMapping.fit(ParallelRows.of(source, target), config(0, 4, back));
    NccaMapping mixed =
        NccaMapping.fit(
            ParallelRows.of(Samples.dependent(source, 6, 0, 7), target), config(0, 4, back));
    assertArrayEquals(plain.correlations(), mixed.correlations(), 1e-5);
    assertArrayEquals(
        plain.map(asked).values(), mixed.map(Samples.dependent(asked, 6, 0, 7)).values(), 1e-3f);
  }

  @Test
  void linearMapsOfTheTargetChangeNoCorrelationWithoutKappa() {
    Matrix source = Samples.gaussian(80, 6, 1);
    Matrix target = Samples.dependent(source, 5, 1, 2);
    assertArrayEquals(
        NccaMapping.fit(ParallelRows.of(source, target), config(0, 5, Back.REGRESSION))
            .correlations(),
        NccaMapping.fit(
                ParallelRows.of(source, Samples.dependent(target, 5, 0, 8)),
                config(0, 5, Back.REGRESSION))
            .correlations(),
        1e-5);
  }

  @Test
  void aTargetThatIsLinearInTheSourceIsFoundByBothWays() {
    Matrix source = Samples.gaussian(60, 6, 1);
    ParallelRows rows = ParallelRows.of(source, Samples.dependent(source, 4, 0, 2));
    Matrix asked = Samples.gaussian(9, 6, 3);
    float[] truth = Samples.dependent(asked, 4, 0, 2).values();
    for (Back back : new Back[] {Back.BACK_PROJECTION, Back.REGRESSION}) {
      NccaMapping mapping = NccaMapping.fit(rows, config(0, 100, back));
      assertArrayEquals(new double[] {1, 1, 1, 1}, mapping.correlations(), 1e-9);
      assertArrayEquals(truth, mapping.map(asked).values(), 1e-3f);
    }
  }

  @Test
  void regressionOnAllDirectionsIsLeastSquares() {
    Matrix source = Samples.gaussian(70, 4, 1);
    ParallelRows rows = ParallelRows.of(source, Samples.dependent(source, 6, 2, 2));
    Matrix asked = Samples.gaussian(9, 4, 3);
    assertArrayEquals(
        RidgeMapping.fit(rows, new RidgeConfig(0)).map(asked).values(),
        NccaMapping.fit(rows, config(0, 4, Back.REGRESSION)).map(asked).values(),
        1e-4f);
  }

  @Test
  void neighboursOfFittedRowsAreTheirOwnWhereTheSidesAgree() {
    Matrix source = Samples.gaussian(60, 4, 1);
    ParallelRows rows = ParallelRows.of(source, Samples.dependent(source, 4, 0, 2));
    NccaConfig one =
        new NccaConfig(
            0,
            4,
            4,
            Back.NEIGHBOURS,
            new KnnConfig(1, Metric.COSINE, Weighting.UNIFORM, 1, 1, false));
    assertArrayEquals(
        rows.target().values(), NccaMapping.fit(rows, one).map(source).values(), 1e-6f);
  }

  /** The span of the rows against the Cholesky factor of the whole covariance. */
  @Test
  void fewRowsGiveWhatTheWholeCovarianceGives() {
    Matrix source = Samples.gaussian(30, 30, 1);
    Matrix target = Samples.gaussian(30, 25, 2);
    NccaMapping few =
        NccaMapping.fit(ParallelRows.of(source, target), config(0.3, 20, Back.REGRESSION));
    // The same rows twice are 60 rows of the same covariance, solved the other way.
    int[] twice = new int[60];
    for (int i = 0; i < 60; i++) {
      twice[i] = i % 30;
    }
    NccaMapping many =
        NccaMapping.fit(
            ParallelRows.of(source, target).select(twice), config(0.3, 20, Back.REGRESSION));
    assertArrayEquals(many.correlations(), few.correlations(), 1e-9);
    Matrix asked = Samples.gaussian(6, 30, 3);
    assertArrayEquals(many.map(asked).values(), few.map(asked).values(), 1e-4f);
  }

  @Test
  void deadAndDoubledUnitsAreNoProblemWithKappa() {
    Matrix source = Samples.gaussian(50, 4, 1);
    for (int row = 0; row < 50; row++) {
      source.values()[4 * row + 2] = 0;
      source.values()[4 * row + 3] = source.values()[4 * row];
    }
    ParallelRows rows = ParallelRows.of(source, Samples.dependent(source, 3, 0.1, 2));
    KnnMappingTest.refused(
        "the covariance of the source columns",
        () -> NccaMapping.fit(rows, config(0, 3, Back.REGRESSION)));
    double[] correlations =
        NccaMapping.fit(rows, config(0.01, 3, Back.BACK_PROJECTION)).correlations();
    assertTrue(correlations[0] > 0.9 && correlations[0] < 1, () -> "got " + correlations[0]);
  }

  @Test
  void permutedTargetColumnsPermuteTheResult() {
    Matrix source = Samples.gaussian(60, 5, 1);
    Matrix target = Samples.dependent(source, 4, 1, 2);
    int[] order = {2, 0, 3, 1};
    Matrix asked = Samples.gaussian(9, 5, 3);
    for (Back back : Back.values()) {
      assertArrayEquals(
          NccaMapping.fit(ParallelRows.of(source, target), config(0.1, 3, back))
              .map(asked)
              .selectColumns(order)
              .values(),
          NccaMapping.fit(
                  ParallelRows.of(source, target.selectColumns(order)), config(0.1, 3, back))
              .map(asked)
              .values(),
          1e-4f);
    }
  }

  @Test
  void wrongUseIsRefused() {
    ParallelRows few = ParallelRows.of(Samples.gaussian(10, 12, 1), Samples.gaussian(10, 3, 2));
    KnnMappingTest.refused(
        "10 rows leave at most 9 of 12 directions; raise kappa",
        () -> NccaMapping.fit(few, config(0, 2, Back.REGRESSION)));
    ParallelRows constant =
        ParallelRows.of(new Matrix(new float[20], 10, 2), Samples.gaussian(10, 3, 2));
    KnnMappingTest.refused(
        "is singular", () -> NccaMapping.fit(constant, config(1, 2, Back.REGRESSION)));
    KnnMappingTest.refused("kappa must", () -> config(-1, 2, Back.REGRESSION));
    KnnMappingTest.refused("dimensions must", () -> config(1, 0, Back.REGRESSION));
    KnnMappingTest.refused(
        "fitted to source rows of 12 columns, got 11",
        () -> NccaMapping.fit(few, config(1, 2, Back.REGRESSION)).map(Samples.gaussian(1, 11, 1)));
    ParallelRows two = ParallelRows.of(Samples.gaussian(2, 3, 1), Samples.gaussian(2, 3, 2));
    KnnMappingTest.refused("lower k", () -> NccaMapping.fit(two, config(1, 1, Back.NEIGHBOURS)));
  }
}

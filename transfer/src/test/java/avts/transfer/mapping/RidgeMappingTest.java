package avts.transfer.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RidgeMappingTest {

  @Test
  void onePredictorIsTheFormula() {
    // Centred x: -1, 0, 1 (sum of squares 2); x y sum = 3; lambda 0.5 of 2 -> 3 / (2 + 1) = 1.
    ParallelRows rows =
        ParallelRows.of(
            Samples.matrix(new double[][] {{1}, {2}, {3}}),
            Samples.matrix(new double[][] {{0}, {4}, {3}}));
    Matrix mapped =
        RidgeMapping.fit(rows, new RidgeConfig(0.5)).map(Samples.matrix(new double[][] {{2}, {5}}));
    assertArrayEquals(new float[] {7 / 3f, 7 / 3f + 3}, mapped.values(), 1e-6f);
  }

  @Test
  void leastSquaresFindsAnExactLinearMap() {
    Matrix source = Samples.gaussian(40, 5, 1);
    Matrix asked = Samples.gaussian(10, 5, 9);
    ParallelRows rows = ParallelRows.of(source, Samples.dependent(source, 3, 0, 2));
    assertArrayEquals(
        Samples.dependent(asked, 3, 0, 2).values(),
        RidgeMapping.fit(rows, new RidgeConfig(0)).map(asked).values(),
        1e-4f);
  }

  @Test
  void aHugePenaltyGivesTheMean() {
    ParallelRows rows = ParallelRows.of(Samples.gaussian(30, 4, 1), Samples.gaussian(30, 2, 2));
    double[] mean = CentredRows.of(rows.target()).mean();
    Matrix mapped = RidgeMapping.fit(rows, new RidgeConfig(1e9)).map(Samples.gaussian(5, 4, 3));
    for (int i = 0; i < mapped.values().length; i++) {
      assertEquals(mean[i % 2], mapped.values()[i], 1e-6);
    }
  }

  /** The residual of the normal equations, with fewer rows than columns and with more. */
  @Test
  void bothFormsSolveTheNormalEquations() {
    for (int columns : new int[] {6, 50}) {
      ParallelRows rows =
          ParallelRows.of(Samples.gaussian(20, columns, 1), Samples.gaussian(20, 2, 2));
      double lambda = 0.3;
      Matrix fitted = RidgeMapping.fit(rows, new RidgeConfig(lambda)).map(rows.source());
      // X^T (Y - X W) = lambda s W; W from mapping unit vectors about the mean.
      CentredRows x = CentredRows.of(rows.source());
      Matrix units = new Matrix(new float[(columns + 1) * columns], columns + 1, columns);
      IntStream.range(0, columns).forEach(i -> units.values()[i * columns + i] = 1);
      Matrix images = RidgeMapping.fit(rows, new RidgeConfig(lambda)).map(units);
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < 2; j++) {
          double weight = images.values()[2 * i + j] - images.values()[2 * columns + j];
          double pull = 0;
          for (int row = 0; row < 20; row++) {
            pull +=
                x.values()[row * columns + i]
                    * (rows.target().values()[2 * row + j] - fitted.values()[2 * row + j]);
          }
          assertEquals(lambda * x.meanSquare() * weight, pull, 1e-4);
        }
      }
    }
  }

  @Test
  void permutedTargetColumnsPermuteTheResult() {
    Matrix source = Samples.gaussian(40, 3, 1);
    Matrix target = Samples.gaussian(40, 4, 2);
    int[] order = {2, 0, 3, 1};
    Matrix asked = Samples.gaussian(9, 3, 3);
    assertArrayEquals(
        RidgeMapping.fit(ParallelRows.of(source, target), new RidgeConfig(0.1))
            .map(asked)
            .selectColumns(order)
            .values(),
        RidgeMapping.fit(ParallelRows.of(source, target.selectColumns(order)), new RidgeConfig(0.1))
            .map(asked)
            .values(),
        1e-6f);
  }

  @Test
  void singularCovarianceIsRefusedWithoutPenalty() {
    Matrix source = Samples.gaussian(30, 3, 1);
    for (int row = 0; row < 30; row++) {
      source.values()[3 * row + 2] =
          source.values()[3 * row] + source.values()[3 * row + 1]; // depends on the others
    }
    ParallelRows dependent = ParallelRows.of(source, Samples.gaussian(30, 2, 2));
    KnnMappingTest.refused("is singular", () -> RidgeMapping.fit(dependent, new RidgeConfig(0)));
    RidgeMapping.fit(dependent, new RidgeConfig(1e-6));
    ParallelRows few = ParallelRows.of(Samples.gaussian(5, 9, 1), Samples.gaussian(5, 2, 2));
    KnnMappingTest.refused("raise lambda", () -> RidgeMapping.fit(few, new RidgeConfig(0)));
    RidgeMapping.fit(few, new RidgeConfig(1e-6));
    KnnMappingTest.refused("lambda must", () -> new RidgeConfig(-1));
    KnnMappingTest.refused(
        "fitted to source rows of 9 columns",
        () -> RidgeMapping.fit(few, new RidgeConfig(1)).map(Samples.gaussian(1, 8, 1)));
  }
}

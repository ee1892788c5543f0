package avts.transfer.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.transfer.mapping.SvrConfig.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SvrMappingTest {

  /** Of all lines inside the tube about y = x, the flattest: through (-1, -1 + e), (1, 1 - e). */
  @Test
  void theFlattestLineInsideTheTubeByHand() {
    ParallelRows rows =
        ParallelRows.of(
            Samples.matrix(new double[][] {{-1}, {1}}), Samples.matrix(new double[][] {{-1}, {1}}));
    SvrMapping mapping = SvrMapping.fit(rows, new SvrConfig(Kernel.LINEAR, 100, 0.25, 1), 1);
    Matrix mapped = mapping.map(Samples.matrix(new double[][] {{-1}, {0}, {2}}));
    assertArrayEquals(new float[] {-0.75f, 0, 1.5f}, mapped.values(), 2e-3f);
  }

  @Test
  void separableRowsLieInsideTheTube() {
    Matrix source = Samples.gaussian(80, 5, 1);
    Matrix target = Samples.dependent(source, 4, 0, 2);
    double epsilon = 0.1;
    for (Kernel kernel : Kernel.values()) {
      ParallelRows rows = ParallelRows.of(source, target);
      Matrix mapped = SvrMapping.fit(rows, new SvrConfig(kernel, 1000, epsilon, 1), 2).map(source);
      double[] deviation = Standardisation.of(target).deviation();
      for (int i = 0; i < mapped.values().length; i++) {
        double error = Math.abs(mapped.values()[i] - target.values()[i]) / deviation[i % 4];
        assertTrue(error < epsilon + 2e-3, "error " + error);
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    ParallelRows rows = ParallelRows.of(Samples.gaussian(150, 8, 1), Samples.gaussian(150, 9, 2));
    SvrConfig config = new SvrConfig(Kernel.RBF, 1, 0.1, 1);
    Matrix asked = Samples.gaussian(20, 8, 3);
    assertArrayEquals(
        SvrMapping.fit(rows, config, 1).map(asked).values(),
        SvrMapping.fit(rows, config, 3).map(asked).values());
  }

  @Test
  void permutedTargetColumnsPermuteTheResult() {
    Matrix source = Samples.gaussian(40, 3, 1);
    Matrix target = Samples.gaussian(40, 4, 2);
    int[] order = {2, 0, 3, 1};
    Matrix asked = Samples.gaussian(9, 3, 3);
    SvrConfig config = new SvrConfig(Kernel.LINEAR, 1, 0.1, 1);
    assertArrayEquals(
        SvrMapping.fit(ParallelRows.of(source, target), config, 2)
            .map(asked)
            .selectColumns(order)
            .values(),
        SvrMapping.fit(ParallelRows.of(source, target.selectColumns(order)), config, 2)
            .map(asked)
            .values(),
        1e-6f);
  }

  /** Units and offsets of the columns do not matter. */
  @Test
  void columnsAreStandardised() {
    Matrix source = Samples.gaussian(40, 3, 1);
    Matrix target = Samples.gaussian(40, 2, 2);
    Matrix asked = Samples.gaussian(9, 3, 3);
    SvrConfig config = new SvrConfig(Kernel.RBF, 1, 0.1, 1);
    float[] plain = SvrMapping.fit(ParallelRows.of(source, target), config, 1).map(asked).values();
    float[] scaled =
        SvrMapping.fit(
                ParallelRows.of(scaled(source, 100, 7), scaled(target, 0.01f, -3)), config, 1)
            .map(scaled(asked, 100, 7))
            .values();
    for (int i = 0; i < plain.length; i++) {
      assertEquals(plain[i], (scaled[i] + 3) / 0.01, 1e-2);
    }
  }

  private static Matrix scaled(Matrix matrix, float factor, float offset) {
    float[] values = matrix.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = factor * values[i] + offset;
    }
    return new Matrix(values, matrix.rows(), matrix.columns());
  }

  @Test
  void constantColumnsStayConstant() {
    Matrix target = Samples.gaussian(30, 2, 2);
    for (int row = 0; row < 30; row++) {
      target.values()[2 * row] = 4;
    }
    Matrix mapped =
        SvrMapping.fit(
                ParallelRows.of(Samples.gaussian(30, 3, 1), target),
                new SvrConfig(Kernel.RBF, 1, 0.1, 1),
                1)
            .map(Samples.gaussian(5, 3, 3));
    for (int row = 0; row < 5; row++) {
      assertEquals(4, mapped.values()[2 * row], 1e-6);
    }
  }

  @Test
  void nothingIsPrinted() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      SvrMapping.fit(
          ParallelRows.of(Samples.gaussian(30, 3, 1), Samples.gaussian(30, 2, 2)),
          new SvrConfig(Kernel.RBF, 1, 0.1, 1),
          1);
    } finally {
      System.setOut(before);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void wrongUseIsRefused() {
    SvrConfig config = new SvrConfig(Kernel.RBF, 1, 0.1, 1);
    KnnMappingTest.refused(
        "at most 10000 parallel rows, got 10001",
        () ->
            SvrMapping.fit(
                ParallelRows.of(
                    new Matrix(new float[10001], 10001, 1), new Matrix(new float[10001], 10001, 1)),
                config,
                1));
    KnnMappingTest.refused("c must", () -> new SvrConfig(Kernel.RBF, 0, 0.1, 1));
    KnnMappingTest.refused("epsilon must", () -> new SvrConfig(Kernel.RBF, 1, -1, 1));
    ParallelRows rows = ParallelRows.of(Samples.gaussian(9, 3, 1), Samples.gaussian(9, 2, 2));
    KnnMappingTest.refused(
        "got 2", () -> SvrMapping.fit(rows, config, 1).map(Samples.gaussian(1, 2, 1)));
    KnnMappingTest.refused(
        "holds NaN",
        () -> SvrMapping.fit(rows, config, 1).map(Samples.matrix(new double[] {0, Double.NaN, 0})));
  }
}

package avts.transfer.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.transfer.mapping.KnnConfig.Metric;
import avts.transfer.mapping.KnnConfig.Weighting;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class KnnMappingTest {

  private static KnnConfig config(int k, Metric metric, Weighting weighting) {
    return new KnnConfig(k, metric, weighting, 0.5, 1e-3, false);
  }

  /** Four points on a line, with targets that tell them apart. */
  private static ParallelRows line() {
    return ParallelRows.of(
        Samples.matrix(new double[][] {{0}, {1}, {3}, {10}}),
        Samples.matrix(new double[][] {{0, 1}, {10, 1}, {20, 1}, {50, 1}}));
  }

  @Test
  void weightsAreThoseOfTheFormulas() {
    Matrix asked = Samples.matrix(new double[] {1.5}); // distances 0.5 (row 1), 1.5 (0, 2)
    assertArrayEquals(
        new float[] {10, 1},
        KnnMapping.fit(line(), config(3, Metric.EUCLIDEAN, Weighting.UNIFORM)).map(asked).values(),
        1e-6f);
    // 1/0.5 : 1/1.5 : 1/1.5 = 3 : 1 : 1
    assertArrayEquals(
        new float[] {(30 + 0 + 20) / 5f, 1},
        KnnMapping.fit(line(), config(3, Metric.EUCLIDEAN, Weighting.INVERSE_DISTANCE))
            .map(asked)
            .values(),
        1e-5f);
    double w = Math.exp(-1 / 0.5);
    assertArrayEquals(
        new float[] {(float) ((10 + 20 * w) / (1 + 2 * w)), 1},
        KnnMapping.fit(line(), config(3, Metric.EUCLIDEAN, Weighting.SOFTMAX)).map(asked).values(),
        1e-5f);
  }

  @Test
  void locallyLinearWeightsFollowALineBeyondItsEnd() {
    ParallelRows rows =
        ParallelRows.of(
            Samples.matrix(new double[][] {{0}, {1}}), Samples.matrix(new double[][] {{5}, {8}}));
    KnnConfig config = new KnnConfig(2, Metric.EUCLIDEAN, Weighting.LOCALLY_LINEAR, 1, 1e-6, false);
    Matrix mapped = KnnMapping.fit(rows, config).map(Samples.matrix(new double[][] {{0.25}, {2}}));
    assertArrayEquals(new float[] {5.75f, 11}, mapped.values(), 1e-3f);
    KnnConfig shrunk = new KnnConfig(2, Metric.EUCLIDEAN, Weighting.LOCALLY_LINEAR, 1, 1000, false);
    assertEquals(
        6.5, KnnMapping.fit(rows, shrunk).map(Samples.matrix(new double[] {2})).values()[0], 0.01);
  }

  @Test
  void locallyLinearWeightsRebuildAnAffineMapExactly() {
    Matrix source = Samples.gaussian(50, 4, 1);
    Matrix target = Samples.dependent(source, 3, 0, 2);
    KnnConfig config = new KnnConfig(8, Metric.EUCLIDEAN, Weighting.LOCALLY_LINEAR, 1, 1e-9, false);
    Matrix asked = Samples.gaussian(20, 4, 3);
    assertArrayEquals(
        Samples.dependent(asked, 3, 0, 2).values(),
        KnnMapping.fit(ParallelRows.of(source, target), config).map(asked).values(),
        1e-3f);
  }

  @ParameterizedTest
  @EnumSource(Weighting.class)
  void aSingleNeighbourOfAFittedRowIsItself(Weighting weighting) {
    for (Metric metric : Metric.values()) {
      ParallelRows rows = ParallelRows.of(Samples.gaussian(60, 7, 1), Samples.gaussian(60, 5, 2));
      Matrix mapped = KnnMapping.fit(rows, config(1, metric, weighting)).map(rows.source());
      assertArrayEquals(rows.target().values(), mapped.values(), 1e-6f);
    }
  }

  /** Beside a double loop that sorts all distances; sizes beyond one block of rows and queries. */
  @ParameterizedTest
  @CsvSource({"EUCLIDEAN,0", "COSINE,0", "EUCLIDEAN,1000", "COSINE,3"})
  void neighboursAreThoseOfADoubleLoop(Metric metric, double offset) {
    Matrix source = shifted(Samples.gaussian(9000, 6, 1), offset);
    Matrix asked = shifted(Samples.gaussian(700, 6, 2), offset);
    Matrix numbers = new Matrix(new float[9000], 9000, 1);
    for (int i = 0; i < 9000; i++) {
      numbers.values()[i] = i;
    }
    Matrix mapped =
        KnnMapping.fit(ParallelRows.of(source, numbers), config(5, metric, Weighting.UNIFORM))
            .map(asked);
    for (int query = 0; query < asked.rows(); query += 7) {
      double[] distances = distances(source, Samples.row(asked, query), metric);
      double expected =
          IntStream.range(0, 9000)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer row) -> distances[row]))
              .limit(5)
              .mapToInt(Integer::intValue)
              .average()
              .orElseThrow();
      assertEquals(expected, mapped.values()[query], 1e-3, "query " + query);
    }
  }

  private static Matrix shifted(Matrix matrix, double offset) {
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] += (float) offset;
    }
    return matrix;
  }

  private static double[] distances(Matrix source, double[] asked, Metric metric) {
    double[] distances = new double[source.rows()];
    for (int row = 0; row < distances.length; row++) {
      double[] other = Samples.row(source, row);
      double square = 0;
      double product = 0;
      for (int i = 0; i < asked.length; i++) {
        square += (asked[i] - other[i]) * (asked[i] - other[i]);
        product += asked[i] * other[i];
      }
      double lengths = Math.sqrt(dot(asked) * dot(other));
      distances[row] = metric == Metric.EUCLIDEAN ? square : 1 - product / lengths;
    }
    return distances;
  }

  private static double dot(double[] row) {
    return Arrays.stream(row).map(x -> x * x).sum();
  }

  @Test
  void rowsAtTheSameDistanceComeInTheirOrder() {
    ParallelRows rows =
        ParallelRows.of(
            new Matrix(new float[300], 300, 1), Samples.gaussian(300, 1, 4)); // all alike
    Matrix mapped =
        KnnMapping.fit(rows, config(1, Metric.EUCLIDEAN, Weighting.UNIFORM))
            .map(Samples.matrix(new double[] {3}));
    assertEquals(rows.target().values()[0], mapped.values()[0]);
  }

  @Test
  void cosineIgnoresLengthsAndEuclideanDoesNot() {
    ParallelRows rows =
        ParallelRows.of(
            Samples.matrix(new double[][] {{100, 0}, {1, 1}}),
            Samples.matrix(new double[][] {{1}, {2}}));
    Matrix asked = Samples.matrix(new double[] {2, 0.1});
    assertEquals(
        1,
        KnnMapping.fit(rows, config(1, Metric.COSINE, Weighting.UNIFORM)).map(asked).values()[0]);
    assertEquals(
        2,
        KnnMapping.fit(rows, config(1, Metric.EUCLIDEAN, Weighting.UNIFORM))
            .map(asked)
            .values()[0]);
  }

  @Test
  void neighboursOfTheOwnGroupAreLeftOut() {
    ParallelRows rows = line().grouped(new int[] {7, 7, 8, 9});
    KnnMapping mapping = KnnMapping.fit(rows, config(1, Metric.EUCLIDEAN, Weighting.UNIFORM));
    Matrix mapped = mapping.map(SourceRows.of(rows.source()).leavingOut(new int[] {7, 7, 8, 9}));
    // 0 and 1 of one group see 3; 3 sees 1; 10 sees 3.
    assertArrayEquals(new float[] {20, 1, 20, 1, 10, 1, 20, 1}, mapped.values());
    assertEquals(0, mapping.map(rows.source()).values()[0]);
  }

  @Test
  void neighboursOfTheSameLabelAlone() {
    ParallelRows rows = line().labelled(new int[] {1, 2, 1, 2});
    KnnConfig config = new KnnConfig(1, Metric.EUCLIDEAN, Weighting.UNIFORM, 1, 1e-3, true);
    Matrix asked = Samples.matrix(new double[][] {{0.9}, {0.9}});
    Matrix mapped =
        KnnMapping.fit(rows, config).map(SourceRows.of(asked).labelled(new int[] {1, 2}));
    assertArrayEquals(new float[] {0, 1, 10, 1}, mapped.values());
  }

  @Test
  void permutedTargetColumnsPermuteTheResult() {
    Matrix source = Samples.gaussian(40, 3, 1);
    Matrix target = Samples.gaussian(40, 4, 2);
    int[] order = {2, 0, 3, 1};
    Matrix asked = Samples.gaussian(9, 3, 3);
    KnnConfig config = config(4, Metric.COSINE, Weighting.SOFTMAX);
    assertArrayEquals(
        KnnMapping.fit(ParallelRows.of(source, target), config)
            .map(asked)
            .selectColumns(order)
            .values(),
        KnnMapping.fit(ParallelRows.of(source, target.selectColumns(order)), config)
            .map(asked)
            .values());
  }

  @Test
  void wrongUseIsRefused() {
    KnnConfig five = config(5, Metric.EUCLIDEAN, Weighting.UNIFORM);
    refused("lower k or give more rows", () -> KnnMapping.fit(line(), five));
    KnnConfig same = new KnnConfig(2, Metric.EUCLIDEAN, Weighting.UNIFORM, 1, 1e-3, true);
    refused("needs the labels of the parallel rows", () -> KnnMapping.fit(line(), same));
    refused("class 5 has 1", () -> KnnMapping.fit(line().labelled(new int[] {1, 1, 1, 5}), same));
    KnnMapping labelled = KnnMapping.fit(line().labelled(new int[] {1, 1, 5, 5}), same);
    Matrix one = Samples.matrix(new double[] {2});
    refused("needs the labels of the rows to map", () -> labelled.map(one));
    refused(
        "only 0 of 2 neighbours of its class 3",
        () -> labelled.map(SourceRows.of(one).labelled(new int[] {3})));
    KnnMapping plain = KnnMapping.fit(line(), config(1, Metric.EUCLIDEAN, Weighting.UNIFORM));
    refused(
        "fitted to source rows of 1 columns, got 2", () -> plain.map(Samples.gaussian(1, 2, 1)));
    refused("came with groups", () -> plain.map(SourceRows.of(one).leavingOut(new int[] {1})));
    refused(
        "source row 0 holds NaN in column 0",
        () -> plain.map(Samples.matrix(new double[] {Double.NaN})));
    refused(
        "got 1 source rows and 2 target rows",
        () -> ParallelRows.of(Samples.gaussian(1, 2, 1), Samples.gaussian(2, 2, 1)));
    refused(
        "target row 1 holds Infinity",
        () ->
            ParallelRows.of(
                Samples.gaussian(2, 1, 1),
                Samples.matrix(new double[][] {{0}, {Double.POSITIVE_INFINITY}})));
    refused("k must", () -> config(0, Metric.COSINE, Weighting.UNIFORM));
    refused("4 parallel rows have 3 labels", () -> line().labelled(new int[3]));
    refused("1 source rows have 2 groups", () -> SourceRows.of(one).leavingOut(new int[2]));
  }

  static void refused(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message != null && message.contains(part), () -> part + " not in: " + message);
  }
}

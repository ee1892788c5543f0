package avts.transfer.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import avts.transfer.mapping.KnnConfig.Metric;
import avts.transfer.mapping.KnnConfig.Weighting;
import avts.transfer.mapping.MappingConfig.Kind;
import avts.transfer.mapping.NccaConfig.Back;
import avts.transfer.mapping.SvrConfig.Kernel;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mappings beside NumPy, SciPy and scikit-learn, whose results {@code
 * src/test/python/mapping_vectors.py} has stored. The rows follow the same formula on both sides.
 */
final class MappingReferenceTest {
  private static Map<String, double[]> expected = Map.of();

  private static final Matrix SOURCE = formula(40, 6, 1);
  private static final Matrix ASKED = formula(7, 6, 2.5);
  private static final ParallelRows ROWS = ParallelRows.of(SOURCE, target(SOURCE, 5));

  /** Fewer rows than columns. */
  private static final Matrix FEW = formula(12, 20, 1);

  private static final Matrix FEW_ASKED = formula(4, 20, 2.5);
  private static final ParallelRows FEW_ROWS = ParallelRows.of(FEW, target(FEW, 15));

  private static final KnnConfig THREE =
      new KnnConfig(3, Metric.EUCLIDEAN, Weighting.UNIFORM, 1, 1, false);
  private static final KnnConfig THREE_BY_COSINE =
      new KnnConfig(3, Metric.COSINE, Weighting.UNIFORM, 1, 1, false);

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = MappingReferenceTest.class.getResourceAsStream("mappings.json")) {
      expected = new ObjectMapper().readValue(in, new TypeReference<Map<String, double[]>>() {});
    }
  }

  private static Matrix formula(int rows, int columns, double shift) {
    float[] values = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        values[r * columns + c] =
            (float)
                (Math.sin((r + 1) * (c + 1) * 0.7 + shift)
                    + Math.cos((r + 1) * 1.3 + (c + 1) * (c + shift)));
      }
    }
    return new Matrix(values, rows, columns);
  }

  private static Matrix target(Matrix source, int columns) {
    Matrix result = formula(source.rows(), columns, 5);
    for (int row = 0; row < source.rows(); row++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int i = 0; i < source.columns(); i++) {
          sum += source.values()[row * source.columns() + i] * Math.sin((i + 1) * (j + 2) * 0.9);
        }
        int at = row * columns + j;
        result.values()[at] = (float) (Math.tanh(sum) + 0.3 * result.values()[at]);
      }
    }
    return result;
  }

  private static void check(String name, Matrix mapped, double tolerance) {
    double[] values = new double[mapped.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = mapped.values()[i];
    }
    check(name, values, tolerance);
  }

  private static void check(String name, double[] values, double tolerance) {
    double[] reference = expected.get(name);
    assertNotNull(reference, name);
    assertArrayEquals(reference, values, tolerance, name);
  }

  @ParameterizedTest
  @CsvSource({
    "knn-euclidean-uniform, 3, EUCLIDEAN, UNIFORM",
    "knn-euclidean-distance, 5, EUCLIDEAN, INVERSE_DISTANCE",
    "knn-cosine-uniform, 4, COSINE, UNIFORM",
    "knn-cosine-softmax, 4, COSINE, SOFTMAX"
  })
  void neighbours(String name, int k, Metric metric, Weighting weighting) {
    KnnConfig config = new KnnConfig(k, metric, weighting, 0.2, 1, false);
    check(name, KnnMapping.fit(ROWS, config).map(ASKED), 1e-5);
  }

  @Test
  void standardisedNeighbours() {
    MappingConfig config =
        new MappingConfig(
            Kind.KNN,
            true,
            THREE,
            ncca(0, 3, 4, Back.NEIGHBOURS),
            new SvrConfig(Kernel.RBF, 1, 1, 1),
            new RidgeConfig(1),
            null);
    check("knn-standardised", new MappingFitter(config, 1).fit(ROWS, 1).map(ASKED), 1e-5);
  }

  @Test
  void ridge() {
    RidgeConfig config = new RidgeConfig(0.1);
    check("ridge", RidgeMapping.fit(ROWS, config).map(ASKED), 1e-5);
    check("ridge-few", RidgeMapping.fit(FEW_ROWS, config).map(FEW_ASKED), 1e-5);
  }

  private static NccaConfig ncca(double kappa, int dimensions, double power, Back back) {
    return new NccaConfig(kappa, dimensions, power, back, THREE_BY_COSINE);
  }

  @ParameterizedTest
  @CsvSource({"neighbours", "back-projection", "regression"})
  void normalisedCca(String way) {
    Back back = Back.valueOf(way.toUpperCase(Locale.ROOT).replace('-', '_'));
    check("ncca-" + way, NccaMapping.fit(ROWS, ncca(0, 3, 4, back)).map(ASKED), 1e-4);
    check("ncca-kappa-" + way, NccaMapping.fit(ROWS, ncca(0.2, 4, 2, back)).map(ASKED), 1e-4);
    check("ncca-few-" + way, NccaMapping.fit(FEW_ROWS, ncca(0.1, 5, 1, back)).map(FEW_ASKED), 1e-4);
  }

  @Test
  void canonicalCorrelations() {
    check(
        "ncca-correlations",
        NccaMapping.fit(ROWS, ncca(0, 5, 4, Back.NEIGHBOURS)).correlations(),
        1e-9);
    check(
        "ncca-few-correlations",
        NccaMapping.fit(FEW_ROWS, ncca(0.1, 5, 1, Back.NEIGHBOURS)).correlations(),
        1e-9);
  }

  /** Both stop where the optimality conditions hold to 1e-3, in standard deviations. */
  @Test
  void supportVectors() {
    check(
        "svr-rbf",
        SvrMapping.fit(ROWS, new SvrConfig(Kernel.RBF, 2, 0.1, 1.5), 2).map(ASKED),
        3e-3);
    check(
        "svr-linear",
        SvrMapping.fit(ROWS, new SvrConfig(Kernel.LINEAR, 0.5, 0.2, 1), 1).map(ASKED),
        3e-3);
  }
}

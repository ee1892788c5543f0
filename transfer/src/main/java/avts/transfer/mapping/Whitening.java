package avts.transfer.mapping;

import avts.pretrain.engine.MatrixProduct;
import com.google.common.base.Strings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Directions T of one side of a CCA with T^T (S + kappa s I) T = I, where S is the covariance of
 * the columns and s the mean of its diagonal.
 *
 * <p>With more rows than columns, T = L^-T for the Cholesky factor L. Else S has rank below its
 * size: what matters is the span of the rows, which the eigenvectors of their inner products give,
 * and no matrix of columns x columns is made.
 */
final class Whitening {

  /** Below this share of the greatest eigenvalue, a direction is rounding noise. */
  private static final double NEGLIGIBLE = 1e-12;

  private Whitening() {}

  /**
   * Returns the directions, {@code [columns, rank]}.
   *
   * @param name which side this is, for messages
   * @throws IllegalArgumentException where kappa is 0 and the covariance singular
   */
  static DMatrixRMaj of(CentredRows rows, double kappa, String name) {
    double added = kappa * rows.meanSquare() / rows.rows();
    String covariance = "the covariance of the " + name + " columns";
    if (rows.columns() < rows.rows()) {
      DMatrixRMaj matrix = rows.timesColumns(rows);
      CommonOps_DDRM.scale(1.0 / rows.rows(), matrix);
      for (int i = 0; i < rows.columns(); i++) {
        matrix.add(i, i, added);
      }
      DMatrixRMaj directions = new DMatrixRMaj(rows.columns(), rows.columns());
      CommonOps_DDRM.transpose(
          Cholesky.of(matrix, covariance, "raise kappa").inverseLower(), directions);
      return directions;
    }
    if (added == 0) {
      throw new IllegalArgumentException(
          Strings.lenientFormat(
              "%s is singular: %s rows leave at most %s of %s directions; raise kappa",
              covariance, rows.rows(), rows.rows() - 1, rows.columns()));
    }
    return inSpanOfRows(rows, added);
  }

  private static DMatrixRMaj inSpanOfRows(CentredRows rows, double added) {
    int n = rows.rows();
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(rows.timesRows())) {
      throw new IllegalStateException("the inner products of the rows have no eigenvalues");
    }
    double[] values = IntStream.range(0, n).mapToDouble(i -> eigen.getEigenvalue(i).real).toArray();
    double negligible = NEGLIGIBLE * Arrays.stream(values).max().orElseThrow();
    int[] kept =
        IntStream.range(0, n)
            .filter(i -> values[i] > negligible)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    // With X X^T u = v u, the direction X^T u / sqrt(v) has length 1 and variance v / n.
    DMatrixRMaj scaled = new DMatrixRMaj(n, kept.length);
    for (int j = 0; j < kept.length; j++) {
      double value = values[kept[j]];
      double factor = 1 / Math.sqrt(value * (value / n + added));
      DMatrixRMaj vector = eigen.getEigenVector(kept[j]);
      for (int i = 0; i < n; i++) {
        scaled.set(i, j, vector.get(i) * factor);
      }
    }
    return DMatrixRMaj.wrap(
        rows.columns(), kept.length, MatrixProduct.ofColumns(rows.values(), scaled.data, n));
  }
}

package avts.transfer.feature;

import static com.google.common.base.Preconditions.checkState;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** The directions of the greatest variance of vectors, in descending order. */
final class PrincipalComponents {

  /** Directions with less than this share of the greatest variance are rounding noise. */
  private static final double NEGLIGIBLE = 1e-9;

  private final int width;
  private final double[] mean;
  private final DMatrixRMaj directions;

  /**
   * Finds the directions.
   *
   * @param rows vectors one after another, {@code [n, width]} each
   * @param count how many directions; fewer are kept where there is no more variance
   * @param whiten whether each is scaled to deviation 1
   */
  PrincipalComponents(List<float[]> rows, int width, int count, boolean whiten) {
    this.width = width;
    int vectors = rows.stream().mapToInt(row -> row.length / width).sum();
    mean = new double[width];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        mean[i % width] += row[i] / (double) vectors;
      }
    }
    DMatrixRMaj centred = new DMatrixRMaj(vectors, width);
    int offset = 0;
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        centred.data[offset++] = row[i] - mean[i % width];
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(width, width);
    CommonOps_DDRM.multTransA(1.0 / vectors, centred, centred, covariance);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(width, true, true);
    checkState(eigen.decompose(covariance), "the covariance has no eigenvalues");
    List<Integer> order =
        IntStream.range(0, width)
            .boxed()
            .sorted((a, b) -> Double.compare(variance(eigen, b), variance(eigen, a)))
            .toList();
    double least = NEGLIGIBLE * variance(eigen, order.get(0));
    List<Integer> kept =
        order.stream().limit(count).filter(i -> variance(eigen, i) > least).toList();
    directions = new DMatrixRMaj(width, Math.max(1, kept.size()));
    for (int column = 0; column < kept.size(); column++) {
      int number = kept.get(column);
      double scale = whiten ? 1 / Math.sqrt(variance(eigen, number)) : 1;
      DMatrixRMaj vector = eigen.getEigenVector(number);
      // The sign of an eigenvector is arbitrary; its greatest value is made positive.
      double sign = Math.signum(vector.get(largest(vector)));
      for (int i = 0; i < width; i++) {
        directions.set(i, column, sign * scale * vector.get(i));
      }
    }
  }

  private static double variance(EigenDecomposition_F64<DMatrixRMaj> eigen, int number) {
    return eigen.getEigenvalue(number).real;
  }

  private static int largest(DMatrixRMaj vector) {
    int best = 0;
    for (int i = 1; i < vector.getNumElements(); i++) {
      if (Math.abs(vector.get(i)) > Math.abs(vector.get(best))) {
        best = i;
      }
    }
    return best;
  }

  /** Returns the number of directions. */
  int count() {
    return directions.numCols;
  }

  /** Returns the components of vectors, {@code [n, width]} to {@code [n, count]}. */
  float[] apply(float[] rows) {
    DMatrixRMaj centred = new DMatrixRMaj(rows.length / width, width);
    for (int i = 0; i < rows.length; i++) {
      centred.data[i] = rows[i] - mean[i % width];
    }
    DMatrixRMaj result = new DMatrixRMaj(centred.numRows, directions.numCols);
    CommonOps_DDRM.mult(centred, directions, result);
    float[] values = new float[result.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) result.data[i];
    }
    return values;
  }
}

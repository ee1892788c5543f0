package avts.pretrain.eval.floor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Principal components of pictures, found through the matrix of inner products (fewer pictures than
 * pixels). Immutable and thread-safe.
 */
final class PictureComponents {
  /** Below this share of the greatest eigenvalue, a direction is rounding noise. */
  private static final double NEGLIGIBLE = 1e-9;

  private final double[] mean;
  private final double[][] directions;

  private PictureComponents(double[] mean, double[][] directions) {
    this.mean = mean;
    this.directions = directions;
  }

  /**
   * Finds the directions of greatest variance, at most {@code count} of them.
   *
   * @param pictures {@code [n, pixels]}, at least two
   */
  static PictureComponents fit(double[][] pictures, int count) {
    checkArgument(pictures.length >= 2, "components need two pictures, got %s", pictures.length);
    int n = pictures.length;
    int pixels = pictures[0].length;
    double[] mean = new double[pixels];
    for (double[] picture : pictures) {
      for (int i = 0; i < pixels; i++) {
        mean[i] += picture[i] / n;
      }
    }
    DMatrixRMaj centred = new DMatrixRMaj(n, pixels);
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < pixels; i++) {
        centred.set(row, i, pictures[row][i] - mean[i]);
      }
    }
    DMatrixRMaj products = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransB(centred, centred, products);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    checkArgument(eigen.decompose(products), "the pictures' inner products have no eigenvalues");
    double[] values = IntStream.range(0, n).mapToDouble(i -> eigen.getEigenvalue(i).real).toArray();
    double negligible = NEGLIGIBLE * Arrays.stream(values).max().orElseThrow();
    double[][] directions =
        IntStream.range(0, n)
            .boxed()
            .filter(i -> values[i] > negligible)
            .sorted(Comparator.comparingDouble(i -> -values[i]))
            .limit(count)
            .map(i -> direction(centred, eigen.getEigenVector(i), Math.sqrt(values[i])))
            .toArray(double[][]::new);
    return new PictureComponents(mean, directions);
  }

  private static double[] direction(DMatrixRMaj centred, DMatrixRMaj vector, double norm) {
    DMatrixRMaj direction = new DMatrixRMaj(centred.numCols, 1);
    CommonOps_DDRM.multTransA(1 / norm, centred, vector, direction);
    return direction.data;
  }

  /** Returns the number of directions. */
  int count() {
    return directions.length;
  }

  /** Returns the coordinates of a picture along the directions. */
  double[] project(double[] picture) {
    double[] coordinates = new double[directions.length];
    for (int k = 0; k < directions.length; k++) {
      double sum = 0;
      for (int i = 0; i < picture.length; i++) {
        sum += (picture[i] - mean[i]) * directions[k][i];
      }
      coordinates[k] = sum;
    }
    return coordinates;
  }
}

package avts.transfer.feature;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The plane of the two directions of greatest variance of some rows: PCA by the rows' inner
 * products, for few long rows. Immutable.
 */
public final class Plane {
  private final double[] mean;
  private final double[][] directions;

  /**
   * A place in the plane.
   *
   * @param x along the direction of greatest variance
   * @param y along that of the second greatest
   */
  public record Point(double x, double y) {}

  private Plane(double[] mean, double[][] directions) {
    this.mean = mean;
    this.directions = directions;
  }

  /**
   * Finds the plane.
   *
   * @param rows {@code count} rows one after another
   * @param count number of rows, at least 3
   */
  public static Plane of(float[] rows, int count) {
    int size = rows.length / count;
    double[] mean = new double[size];
    for (int i = 0; i < rows.length; i++) {
      mean[i % size] += rows[i] / (double) count;
    }
    DMatrixRMaj products = new DMatrixRMaj(count, count);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
          sum += (rows[a * size + i] - mean[i]) * (rows[b * size + i] - mean[i]);
        }
        products.set(a, b, sum);
        products.set(b, a, sum);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(count, true, true);
    if (!eigen.decompose(products)) {
      throw new IllegalStateException("the inner products have no eigenvalues");
    }
    double[][] directions = new double[2][];
    int first = largest(eigen, -1);
    directions[0] = direction(eigen, first, rows, mean);
    directions[1] = direction(eigen, largest(eigen, first), rows, mean);
    return new Plane(mean, directions);
  }

  private static int largest(EigenDecomposition_F64<DMatrixRMaj> eigen, int besides) {
    int best = besides == 0 ? 1 : 0;
    for (int i = 0; i < eigen.getNumberOfEigenvalues(); i++) {
      if (i != besides && eigen.getEigenvalue(i).real > eigen.getEigenvalue(best).real) {
        best = i;
      }
    }
    return best;
  }

  private static double[] direction(
      EigenDecomposition_F64<DMatrixRMaj> eigen, int number, float[] rows, double[] mean) {
    DMatrixRMaj vector = eigen.getEigenVector(number);
    double length = Math.sqrt(Math.max(Double.MIN_NORMAL, eigen.getEigenvalue(number).real));
    double[] direction = new double[mean.length];
    for (int i = 0; i < rows.length; i++) {
      int k = i % mean.length;
      direction[k] += (rows[i] - mean[k]) * vector.get(i / mean.length) / length;
    }
    return direction;
  }

  /** Returns the places of rows. */
  public List<Point> places(float[] rows) {
    List<Point> places = new ArrayList<>();
    for (int from = 0; from < rows.length; from += mean.length) {
      places.add(new Point(place(rows, from, 0), place(rows, from, 1)));
    }
    return places;
  }

  private double place(float[] rows, int from, int axis) {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += (rows[from + i] - mean[i]) * directions[axis][i];
    }
    return sum;
  }
}

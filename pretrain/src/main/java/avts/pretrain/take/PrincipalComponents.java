package avts.pretrain.take;

import static com.google.common.base.Preconditions.checkState;

import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.SafetensorsReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** The directions of the greatest variance of vectors, in descending order. */
public final class PrincipalComponents {

  /** Directions with less than this share of the greatest variance are rounding noise. */
  private static final double NEGLIGIBLE = 1e-9;

  private final int width;
  private final float[] mean;

  /** {@code [width, count]}. */
  private final float[] directions;

  /**
   * Finds the directions.
   *
   * @param rows vectors one after another, {@code [n, width]} each
   * @param count how many directions; fewer are kept where there is no more variance
   * @param whiten whether each is scaled to deviation 1
   */
  public PrincipalComponents(List<float[]> rows, int width, int count, boolean whiten) {
    this.width = width;
    int vectors = rows.stream().mapToInt(row -> row.length / width).sum();
    double[] mean = new double[width];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        mean[i % width] += row[i] / (double) vectors;
      }
    }
    this.mean = new float[width];
    for (int i = 0; i < width; i++) {
      this.mean[i] = (float) mean[i];
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
    int columns = Math.max(1, kept.size());
    directions = new float[width * columns];
    for (int column = 0; column < kept.size(); column++) {
      int number = kept.get(column);
      double scale = whiten ? 1 / Math.sqrt(variance(eigen, number)) : 1;
      DMatrixRMaj vector = eigen.getEigenVector(number);
      // The sign of an eigenvector is arbitrary; its greatest value is made positive.
      double sign = Math.signum(vector.get(largest(vector)));
      for (int i = 0; i < width; i++) {
        directions[i * columns + column] = (float) (sign * scale * vector.get(i));
      }
    }
  }

  /** Takes directions that were found before. */
  private PrincipalComponents(float[] mean, float[] directions) {
    width = mean.length;
    this.mean = mean;
    this.directions = directions;
  }

  /** Reads what {@link #tensors} gave. */
  public static PrincipalComponents read(SafetensorsReader file) throws IOException {
    return new PrincipalComponents(
        file.read("components.mean"), file.read("components.directions"));
  }

  /** Returns mean and directions for a file. */
  public List<NamedTensor> tensors() {
    return List.of(
        new NamedTensor("components.mean", List.of(width), mean, 0),
        new NamedTensor("components.directions", List.of(width, count()), directions, 0));
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
  public int count() {
    return directions.length / width;
  }

  /** Returns the components of vectors, {@code [n, width]} to {@code [n, count]}. */
  public float[] apply(float[] rows) {
    DMatrixRMaj centred = new DMatrixRMaj(rows.length / width, width);
    for (int i = 0; i < rows.length; i++) {
      centred.data[i] = rows[i] - mean[i % width];
    }
    DMatrixRMaj map = new DMatrixRMaj(width, count());
    for (int i = 0; i < directions.length; i++) {
      map.data[i] = directions[i];
    }
    DMatrixRMaj result = new DMatrixRMaj(centred.numRows, count());
    CommonOps_DDRM.mult(centred, map, result);
    float[] values = new float[result.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) result.data[i];
    }
    return values;
  }
}

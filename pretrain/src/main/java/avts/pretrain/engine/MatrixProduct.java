package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.ops.NativeValues;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of dense matrices in the native linear algebra library, which uses all threads of
 * OpenMP. Matrices are arrays in row-major order. Safe for use by several threads.
 */
public final class MatrixProduct {

  private MatrixProduct() {}

  /**
   * Returns {@code a} times the transpose of {@code b}: the inner product of each row with each.
   *
   * @param a {@code [m, width]}
   * @param b {@code [n, width]}
   * @param width length of a row, positive
   * @return {@code [m, n]}
   */
  public static float[] ofRows(float[] a, float[] b, int width) {
    int m = rows(a.length, width);
    int n = rows(b.length, width);
    float[] product = new float[Math.multiplyExact(m, n)];
    if (product.length > 0) {
      Backend.load();
      try (INDArray left = array(a, m, width);
          INDArray right = array(b, n, width);
          INDArray result = Nd4j.createUninitialized(DataType.FLOAT, new long[] {n, m}, 'f')) {
        // The transpose in column-major order is the product in row-major order.
        Nd4j.gemm(right, left, result, false, true, 1, 0);
        NativeValues.read(result, product, 0);
      }
    }
    return product;
  }

  /** As {@link #ofRows(float[], float[], int)} in double precision. */
  public static double[] ofRows(double[] a, double[] b, int width) {
    return product(a, b, width, false);
  }

  /**
   * Returns the transpose of {@code a} times {@code b}: the inner product of each column with each.
   *
   * @param a {@code [rows, p]}
   * @param b {@code [rows, q]}
   * @param rows number of rows, positive
   * @return {@code [p, q]}
   */
  public static double[] ofColumns(double[] a, double[] b, int rows) {
    return product(a, b, rows, true);
  }

  private static double[] product(double[] a, double[] b, int inner, boolean columns) {
    int m = rows(a.length, inner);
    int n = rows(b.length, inner);
    if (m == 0 || n == 0) {
      return new double[0];
    }
    Backend.load();
    try (INDArray left = columns ? array(a, inner, m) : array(a, m, inner);
        INDArray right = columns ? array(b, inner, n) : array(b, n, inner);
        INDArray result = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {n, m}, 'f')) {
      Nd4j.gemm(right, left, result, columns, !columns, 1, 0);
      return NativeValues.read(result);
    }
  }

  private static INDArray array(float[] values, int rows, int columns) {
    return Nd4j.create(
        values, new long[] {rows, columns}, new long[] {columns, 1}, 'c', DataType.FLOAT);
  }

  private static INDArray array(double[] values, int rows, int columns) {
    return Nd4j.create(
        values, new long[] {rows, columns}, new long[] {columns, 1}, 'c', DataType.DOUBLE);
  }

  private static int rows(int values, int inner) {
    checkArgument(inner > 0, "rows and columns must be positive, got %s", inner);
    checkArgument(values % inner == 0, "%s values are no multiple of %s", values, inner);
    return values / inner;
  }
}

package avts.transfer.mapping;

import avts.pretrain.engine.MatrixProduct;
import org.ejml.data.DMatrixRMaj;

/**
 * Rows about their mean in double precision.
 *
 * @param values {@code [rows, columns]}
 * @param rows number of rows
 * @param mean mean of each column
 */
// Array components: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record CentredRows(double[] values, int rows, double[] mean) {

  /** Centres {@code matrix} about its own mean. */
  static CentredRows of(Matrix matrix) {
    int columns = matrix.columns();
    double[] mean = new double[columns];
    float[] values = matrix.values();
    for (int i = 0; i < values.length; i++) {
      mean[i % columns] += values[i];
    }
    for (int i = 0; i < columns; i++) {
      mean[i] /= matrix.rows();
    }
    return about(mean, matrix);
  }

  /** Centres {@code matrix} about a mean found elsewhere. */
  static CentredRows about(double[] mean, Matrix matrix) {
    double[] values = new double[matrix.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.values()[i] - mean[i % mean.length];
    }
    return new CentredRows(values, matrix.rows(), mean);
  }

  /** Returns the length of a row. */
  int columns() {
    return mean.length;
  }

  /** Returns the sums of products of each column with each of {@code other}. */
  DMatrixRMaj timesColumns(CentredRows other) {
    return DMatrixRMaj.wrap(
        columns(), other.columns(), MatrixProduct.ofColumns(values, other.values, rows));
  }

  /** Returns the inner product of each row with each. */
  DMatrixRMaj timesRows() {
    return DMatrixRMaj.wrap(rows, rows, MatrixProduct.ofRows(values, values, columns()));
  }

  /** Returns the rows as a matrix, not copied. */
  DMatrixRMaj matrix() {
    return DMatrixRMaj.wrap(rows, columns(), values);
  }

  /** Returns the mean over columns of their sum of squares. */
  double meanSquare() {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum / columns();
  }
}

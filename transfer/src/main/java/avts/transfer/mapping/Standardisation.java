package avts.transfer.mapping;

import java.util.Arrays;

/**
 * Columns with mean 0 and deviation 1 on the rows that it was found on. Immutable.
 *
 * @param mean mean of each column
 * @param deviation standard deviation of each column (over all rows, not n - 1); 1 where the column
 *     is constant, so that it becomes 0
 */
// Array components: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Standardisation(double[] mean, double[] deviation) {

  /** Below this share of the mean's size, a deviation is the rounding of a constant column. */
  private static final double NEGLIGIBLE = 1e-7;

  /** Finds mean and deviation of each column of {@code rows}. */
  static Standardisation of(Matrix rows) {
    CentredRows centred = CentredRows.of(rows);
    double[] deviation = new double[rows.columns()];
    for (int i = 0; i < centred.values().length; i++) {
      deviation[i % deviation.length] += centred.values()[i] * centred.values()[i];
    }
    double[] mean = centred.mean();
    Arrays.setAll(
        deviation,
        i -> {
          double root = Math.sqrt(deviation[i] / rows.rows());
          return root > NEGLIGIBLE * Math.abs(mean[i]) ? root : 1;
        });
    return new Standardisation(mean, deviation);
  }

  /** Standardises rows. */
  Matrix apply(Matrix rows) {
    float[] values = new float[rows.values().length];
    for (int i = 0; i < values.length; i++) {
      int column = i % mean.length;
      values[i] = (float) ((rows.values()[i] - mean[column]) / deviation[column]);
    }
    return new Matrix(values, rows.rows(), rows.columns());
  }

  /** Gives standardised rows their mean and deviation back. */
  Matrix undo(Matrix rows) {
    float[] values = new float[rows.values().length];
    for (int i = 0; i < values.length; i++) {
      int column = i % mean.length;
      values[i] = (float) (rows.values()[i] * deviation[column] + mean[column]);
    }
    return new Matrix(values, rows.rows(), rows.columns());
  }
}

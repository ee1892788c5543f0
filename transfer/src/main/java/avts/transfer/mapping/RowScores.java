package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How near each mapped row is to the true one.
 *
 * @param cosine cosine of the angle between the two; 0 where a row is all zeros
 * @param centredCosine the same about the mean target row, of which a constant guess gets nothing
 * @param error squared length of their difference
 * @param baseline squared length of the difference between the mean target row and the true one
 */
// Array components: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record RowScores(double[] cosine, double[] centredCosine, double[] error, double[] baseline) {

  /**
   * Compares row by row.
   *
   * @param mean mean target row of those that the mapping was fitted to
   */
  static RowScores of(Matrix mapped, Matrix truth, double[] mean) {
    checkArgument(
        mapped.rows() == truth.rows() && mapped.columns() == truth.columns(),
        "%s x %s mapped values do not fit %s x %s true ones",
        mapped.rows(),
        mapped.columns(),
        truth.rows(),
        truth.columns());
    int rows = truth.rows();
    RowScores scores =
        new RowScores(new double[rows], new double[rows], new double[rows], new double[rows]);
    double[] zero = new double[mean.length];
    for (int row = 0; row < rows; row++) {
      scores.cosine[row] = cosine(mapped, truth, row, zero);
      scores.centredCosine[row] = cosine(mapped, truth, row, mean);
      for (int i = 0; i < mean.length; i++) {
        double real = truth.values()[row * mean.length + i];
        double error = mapped.values()[row * mean.length + i] - real;
        scores.error[row] += error * error;
        scores.baseline[row] += (mean[i] - real) * (mean[i] - real);
      }
    }
    return scores;
  }

  private static double cosine(Matrix mapped, Matrix truth, int row, double[] origin) {
    double product = 0;
    double mappedSquare = 0;
    double trueSquare = 0;
    for (int i = 0; i < origin.length; i++) {
      double a = mapped.values()[row * origin.length + i] - origin[i];
      double b = truth.values()[row * origin.length + i] - origin[i];
      product += a * b;
      mappedSquare += a * a;
      trueSquare += b * b;
    }
    double lengths = Math.sqrt(mappedSquare) * Math.sqrt(trueSquare);
    return lengths == 0 ? 0 : product / lengths;
  }
}

package avts.transfer.mapping;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Rows for tests. */
final class Samples {

  private Samples() {}

  static Matrix matrix(double[]... rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return new Matrix(values, rows.length, rows[0].length);
  }

  static Matrix gaussian(int rows, int columns, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Matrix(values, rows, columns);
  }

  /** Returns x A + noise, a target that depends on the source. */
  static Matrix dependent(Matrix source, int columns, double noise, long seed) {
    Matrix weights = gaussian(source.columns(), columns, seed);
    Matrix result = gaussian(source.rows(), columns, seed + 1);
    float[] values = result.values();
    for (int row = 0; row < source.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        double sum = noise * values[row * columns + column];
        for (int i = 0; i < source.columns(); i++) {
          sum +=
              source.values()[row * source.columns() + i] * weights.values()[i * columns + column];
        }
        values[row * columns + column] = (float) sum;
      }
    }
    return result;
  }

  static double[] row(Matrix matrix, int number) {
    double[] row = new double[matrix.columns()];
    for (int i = 0; i < row.length; i++) {
      row[i] = matrix.values()[number * row.length + i];
    }
    return row;
  }
}

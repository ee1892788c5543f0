package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Strings;

/**
 * Rows of activations, one sample each.
 *
 * @param values {@code [rows, columns]}, row after row; not copied
 * @param rows number of samples
 * @param columns length of a row
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Matrix(float[] values, int rows, int columns) {

  /** Checks that the sizes agree. */
  public Matrix {
    checkArgument(
        rows >= 0 && columns >= 1 && values.length == (long) rows * columns,
        "%s rows of %s columns do not have %s values",
        rows,
        columns,
        values.length);
  }

  /** Returns copies of the rows with these numbers, in this order. */
  public Matrix select(int[] numbers) {
    float[] chosen = new float[Math.multiplyExact(numbers.length, columns)];
    for (int i = 0; i < numbers.length; i++) {
      System.arraycopy(values, numbers[i] * columns, chosen, i * columns, columns);
    }
    return new Matrix(chosen, numbers.length, columns);
  }

  /** Returns copies of the columns with these numbers, in this order. */
  public Matrix selectColumns(int[] numbers) {
    float[] chosen = new float[Math.multiplyExact(rows, numbers.length)];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < numbers.length; i++) {
        chosen[row * numbers.length + i] = values[row * columns + numbers[i]];
      }
    }
    return new Matrix(chosen, rows, numbers.length);
  }

  /** Throws where a value is not a finite number; {@code name} says whose rows these are. */
  void checkFinite(String name) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            Strings.lenientFormat(
                "%s row %s holds %s in column %s; mappings need finite numbers",
                name, i / columns, values[i], i % columns));
      }
    }
  }
}

package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

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
}

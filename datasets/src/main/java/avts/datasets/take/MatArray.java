package avts.datasets.take;

/**
 * A matrix of a MATLAB file.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values {@code [columns, rows]}, one column after the other as MATLAB keeps them
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record MatArray(int rows, int columns, float[] values) {}

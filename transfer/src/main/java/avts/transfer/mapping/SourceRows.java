package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * Rows of the source's space that shall be mapped, with what is known of them.
 *
 * @param values the rows
 * @param labels class of each row; null where unknown. Only neighbours restricted to the same label
 *     use it
 * @param groups group (such as a take) of each row, whose fitted rows are left out as neighbours,
 *     so that training rows are mapped as if they were new; null where nothing is left out
 */
// Array components: handed on to a mapping, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SourceRows(Matrix values, int @Nullable [] labels, int @Nullable [] groups) {

  /** Checks that there is one label and one group a row. */
  public SourceRows {
    checkArgument(
        labels == null || labels.length == values.rows(),
        "%s source rows have %s labels",
        values.rows(),
        labels == null ? 0 : labels.length);
    checkArgument(
        groups == null || groups.length == values.rows(),
        "%s source rows have %s groups",
        values.rows(),
        groups == null ? 0 : groups.length);
  }

  /** Returns rows of which nothing else is known. */
  public static SourceRows of(Matrix values) {
    return new SourceRows(values, null, null);
  }

  /** Returns these rows with their classes. */
  public SourceRows labelled(int[] labels) {
    return new SourceRows(values, labels, groups);
  }

  /** Returns these rows, to be mapped without the help of fitted rows of their own group. */
  public SourceRows leavingOut(int[] groups) {
    return new SourceRows(values, labels, groups);
  }

  /** Returns other values with the labels and groups of these rows. */
  SourceRows with(Matrix values) {
    return new SourceRows(values, labels, groups);
  }

  /** Checks width and finiteness, as every mapping does first. */
  void check(int columns) {
    checkArgument(
        values.columns() == columns,
        "the mapping was fitted to source rows of %s columns, got %s",
        columns,
        values.columns());
    values.checkFinite("source");
  }
}

package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * Rows of the same samples in both spaces, which a mapping is fitted to: H_A and H_V of the
 * parallel set.
 *
 * @param source one row a sample, finite
 * @param target one row a sample, finite, in the same order
 * @param labels class of each sample; null where unknown
 * @param groups group of each sample, such as its take; null where every sample stands alone
 */
// Array components: handed on to a fit, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record ParallelRows(
    Matrix source, Matrix target, int @Nullable [] labels, int @Nullable [] groups) {

  /** Checks that the numbers of rows agree and that all values are finite. */
  public ParallelRows {
    checkArgument(
        source.rows() == target.rows(),
        "parallel rows come in pairs, got %s source rows and %s target rows",
        source.rows(),
        target.rows());
    checkArgument(source.rows() > 0, "a mapping needs parallel rows, got none");
    checkArgument(
        labels == null || labels.length == source.rows(),
        "%s parallel rows have %s labels",
        source.rows(),
        labels == null ? 0 : labels.length);
    checkArgument(
        groups == null || groups.length == source.rows(),
        "%s parallel rows have %s groups",
        source.rows(),
        groups == null ? 0 : groups.length);
    source.checkFinite("source");
    target.checkFinite("target");
  }

  /** Returns rows without labels and groups. */
  public static ParallelRows of(Matrix source, Matrix target) {
    return new ParallelRows(source, target, null, null);
  }

  /** Returns these rows with their classes. */
  public ParallelRows labelled(int[] labels) {
    return new ParallelRows(source, target, labels, groups);
  }

  /** Returns these rows with their groups. */
  public ParallelRows grouped(int[] groups) {
    return new ParallelRows(source, target, labels, groups);
  }

  /** Returns the number of samples. */
  public int rows() {
    return source.rows();
  }

  /** Returns copies of the samples with these numbers, in this order. */
  public ParallelRows select(int[] numbers) {
    return new ParallelRows(
        source.select(numbers),
        target.select(numbers),
        labels == null ? null : select(labels, numbers),
        groups == null ? null : select(groups, numbers));
  }

  private static int[] select(int[] values, int[] numbers) {
    int[] chosen = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      chosen[i] = values[numbers[i]];
    }
    return chosen;
  }

  /** Returns these samples with other source rows. */
  ParallelRows withSource(Matrix source) {
    return new ParallelRows(source, target, labels, groups);
  }

  /** Returns these samples with some of their target columns, in this order. */
  ParallelRows selectTargetColumns(int[] numbers) {
    return new ParallelRows(source, target.selectColumns(numbers), labels, groups);
  }
}

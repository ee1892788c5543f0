package avts.transfer.network;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Labelled examples in memory.
 *
 * @param values one example after another, {@code [examples, steps, width]}; not copied
 * @param labels class of each example; not copied
 */
// Array components: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Examples(float[] values, int[] labels) {

  /** Checks that the values divide among the examples. */
  public Examples {
    checkArgument(
        labels.length == 0 ? values.length == 0 : values.length % labels.length == 0,
        "%s values do not divide among %s examples",
        values.length,
        labels.length);
  }

  /** Returns the number of examples. */
  public int count() {
    return labels.length;
  }

  /** Returns the number of values of one example. */
  int size() {
    return values.length / labels.length;
  }
}

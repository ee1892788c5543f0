package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Labelled examples for one pass through a network, in plain arrays.
 *
 * @param examples one after another: clips {@code [B, C, T, H, W]} of normalised pixels, or vectors
 *     {@code [B, length]}
 * @param labels class of each example, {@code B}
 */
// Array components: handed from the loader to the engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record LabelledBatch(float[] examples, int[] labels) {

  /** Checks that the values divide among the examples. */
  public LabelledBatch {
    checkArgument(
        labels.length > 0 && examples.length % labels.length == 0,
        "%s values do not divide among %s examples",
        examples.length,
        labels.length);
  }

  /** Returns the number of examples. */
  public int size() {
    return labels.length;
  }
}

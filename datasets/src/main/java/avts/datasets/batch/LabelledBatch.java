package avts.datasets.batch;

/**
 * Labelled clips for one pass through a network, in plain arrays.
 *
 * @param video {@code [B, C, T, H, W]} normalised pixels
 * @param labels class of each clip, {@code B}
 */
// Array components: handed from the loader to the engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record LabelledBatch(float[] video, int[] labels) {

  /** Returns the number of clips. */
  public int size() {
    return labels.length;
  }
}

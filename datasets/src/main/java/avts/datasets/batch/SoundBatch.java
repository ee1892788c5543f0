package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The sound of some windows of a list, in plain arrays.
 *
 * @param audio one clip after another, each {@code [1, filters, windows]} of normalised values
 * @param places place of each clip's window in the list
 */
// Array components: handed from the loader to the engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SoundBatch(float[] audio, int[] places) {

  /** Checks that the values divide among the clips. */
  public SoundBatch {
    checkArgument(
        places.length > 0 && audio.length % places.length == 0,
        "%s values do not divide among %s clips",
        audio.length,
        places.length);
  }

  /** Returns the number of clips. */
  public int size() {
    return places.length;
  }
}

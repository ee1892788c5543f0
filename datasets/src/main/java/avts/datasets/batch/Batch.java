package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.pair.PairKind;
import java.util.List;

/**
 * Clips for one pass through the network, in plain arrays.
 *
 * <p>Every clip i gives one aligned pair (video i, audio i) and one negative pair (video i, audio
 * {@code negative[i]}), whose kind is {@code kinds[i]}. All partners lie inside the batch, so a
 * clip's sound serves equally often as positive and as negative.
 *
 * @param video {@code [B, C, T, H, W]} normalised pixels
 * @param audio {@code [B, 1, filters, windows]} normalised log filter bank
 * @param windows where each clip was cut, {@code B} of them
 * @param negative index of the audio in each clip's negative pair, a derangement of 0..B-1
 * @param kinds kind of each negative pair, never ALIGNED
 */
// Array components: a batch is handed from the loader to the engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Batch(
    float[] video, float[] audio, List<Window> windows, int[] negative, List<PairKind> kinds) {

  /** Checks that the parts agree in number. */
  public Batch {
    int size = windows.size();
    checkArgument(size > 0, "a batch needs at least one clip");
    checkArgument(
        negative.length == size && kinds.size() == size,
        "%s clips need as many negatives and kinds, got %s and %s",
        size,
        negative.length,
        kinds.size());
    checkArgument(
        video.length % size == 0 && audio.length % size == 0,
        "%s video and %s audio values do not divide among %s clips",
        video.length,
        audio.length,
        size);
    windows = List.copyOf(windows);
    kinds = List.copyOf(kinds);
  }

  /** Returns the number of clips. */
  public int size() {
    return windows.size();
  }
}

package avts.pretrain.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A vector of either tower for each of some clips: embeddings, or the derivative of a loss with
 * respect to them.
 *
 * @param video {@code [n, E]}
 * @param audio {@code [n, E]}
 */
// Array components: handed from graph to graph, never compared.
@SuppressWarnings("ArrayRecordComponent")
record TowerVectors(double[] video, double[] audio) {

  /** Returns the vectors of all parts as those of one batch, in the order of the parts. */
  static TowerVectors joined(List<TowerVectors> parts) {
    int length = parts.stream().mapToInt(part -> part.video.length).sum();
    TowerVectors whole = new TowerVectors(new double[length], new double[length]);
    int place = 0;
    for (TowerVectors part : parts) {
      System.arraycopy(part.video, 0, whole.video, place, part.video.length);
      System.arraycopy(part.audio, 0, whole.audio, place, part.audio.length);
      place += part.video.length;
    }
    return whole;
  }

  /** Returns the vectors in parts as long as those of {@code pattern}: undoes {@link #joined}. */
  List<TowerVectors> dividedLike(List<TowerVectors> pattern) {
    List<TowerVectors> parts = new ArrayList<>();
    int from = 0;
    for (TowerVectors part : pattern) {
      int to = from + part.video.length;
      parts.add(
          new TowerVectors(
              Arrays.copyOfRange(video, from, to), Arrays.copyOfRange(audio, from, to)));
      from = to;
    }
    return parts;
  }
}

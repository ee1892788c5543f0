package avts.distill.runtime;

import java.util.List;

/**
 * What a model gives for one clip, or for one whole sound.
 *
 * @param startSeconds when it begins, from the beginning of the sound
 * @param endSeconds when it ends
 * @param values the vector, or a probability for each class in the order of {@link Bundle#labels}
 * @param label name of the most probable class, the first of equals; empty where the model gives
 *     vectors
 */
// An array component: handed to the caller, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Reading(double startSeconds, double endSeconds, float[] values, String label) {

  /**
   * Finds the label of the greatest value.
   *
   * @param labels names of the classes, none for a vector
   */
  static Reading of(double startSeconds, double endSeconds, float[] values, List<String> labels) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return new Reading(startSeconds, endSeconds, values, labels.isEmpty() ? "" : labels.get(best));
  }
}

package avts.distill.runtime;

/**
 * What a model gives for one clip.
 *
 * @param startSeconds when the clip begins, from the beginning of the sound
 * @param endSeconds when it ends
 * @param values the vector, or a probability for each class in the order of {@link Bundle#labels}
 * @param label name of the most probable class, the first of equals; empty where the model gives
 *     vectors
 */
// An array component: handed to the caller, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Reading(double startSeconds, double endSeconds, float[] values, String label) {}

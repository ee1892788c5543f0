package avts.transfer.feature;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What a network sees of the sound.
 *
 * @param steps steps in time over the spoken part when the sound itself is classified, 1 to 100
 * @param context feature vectors on either side that are seen along with the one at each step, 0 to
 *     100
 * @param speaker how speakers are made alike: none or standardise
 * @param components principal components of a step's vectors kept, at least 1; 0 for all values
 * @param whiten whether components get deviation 1
 * @param energy which value of a vector tells how loud the sound is, from 0, for finding the spoken
 *     part; -1 to take the whole take
 * @param threshold how far the loudness must rise from its 5th percentile towards its greatest
 *     value to count as spoken, 0 to 1
 */
public record AudioFeatureConfig(
    int steps,
    int context,
    SpeakerNorm speaker,
    int components,
    boolean whiten,
    int energy,
    double threshold) {

  /** Checks every range. */
  public AudioFeatureConfig {
    checkArgument(steps >= 1 && steps <= 100, "steps must lie in 1..100, got %s", steps);
    checkArgument(context >= 0 && context <= 100, "context must lie in 0..100, got %s", context);
    checkArgument(
        speaker != SpeakerNorm.TRAJECTORY,
        "speaker must be none or standardise: sounds have no common steps");
    checkArgument(components >= 0, "components must not be negative, got %s", components);
    checkArgument(energy >= -1, "energy must be the number of a value or -1, got %s", energy);
    checkArgument(
        threshold >= 0 && threshold <= 1, "threshold must lie in 0..1, got %s", threshold);
  }
}

package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Feature vectors of a sound at a fixed step.
 *
 * @param values {@code [vectors, dimensions]}; not copied
 * @param vectors number of vectors, at least 1
 * @param dimensions length of a vector
 * @param stepSeconds time from one vector to the next
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record FeatureTrack(float[] values, int vectors, int dimensions, double stepSeconds) {

  /** Checks that the sizes agree. */
  public FeatureTrack {
    checkArgument(
        vectors >= 1 && values.length == vectors * dimensions,
        "%s vectors of %s dimensions do not have %s values",
        vectors,
        dimensions,
        values.length);
    checkArgument(stepSeconds > 0, "a step of %s seconds", stepSeconds);
  }

  /**
   * Returns the same track with other values.
   *
   * @param changed {@code [vectors, dimensions]}; not copied
   */
  public FeatureTrack with(float[] changed) {
    return new FeatureTrack(changed, vectors, dimensions, stepSeconds);
  }

  /** Returns how long the sound is, in seconds. */
  public double seconds() {
    return vectors * stepSeconds;
  }
}

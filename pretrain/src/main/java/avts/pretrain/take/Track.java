package avts.pretrain.take;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.Interpolation;

/**
 * Vectors along a take, at equal distances in time.
 *
 * @param values {@code [n, width]}, n at least 1; not copied
 * @param width length of a vector
 * @param stepSeconds time from one vector to the next, over 0
 * @param firstSteps middle of the time that the first vector tells about, in steps from the take's
 *     beginning
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Track(float[] values, int width, double stepSeconds, double firstSteps) {

  /** Checks that the sizes agree. */
  public Track {
    checkArgument(
        width >= 1 && values.length >= width && values.length % width == 0,
        "%s values are no vectors of %s",
        values.length,
        width);
    checkArgument(stepSeconds > 0, "a step of %s seconds", stepSeconds);
  }

  /**
   * Returns vectors of which each tells about its own step, such as pictures or features of sound.
   */
  public static Track ofSteps(float[] values, int width, double stepSeconds) {
    return new Track(values, width, stepSeconds, 0.5);
  }

  /** Returns the features of a sound. */
  public static Track of(FeatureTrack sound) {
    return ofSteps(sound.values(), sound.dimensions(), sound.stepSeconds());
  }

  /** Returns n, the number of vectors. */
  public int count() {
    return values.length / width;
  }

  /** Returns other values at the same moments. */
  public Track with(float[] changed) {
    return new Track(changed, changed.length / count(), stepSeconds, firstSteps);
  }

  /**
   * Writes the vector of a moment, by linear interpolation; before the first and behind the last
   * vector, that one holds.
   *
   * @param target takes {@code width} values, from {@code offset}
   */
  public void at(double seconds, float[] target, int offset) {
    Interpolation.at(values, width, seconds / stepSeconds - firstSteps, target, offset);
  }
}

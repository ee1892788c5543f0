package avts.distill.sense;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import java.util.random.RandomGenerator;

/**
 * White noise on feature vectors: draws of each take, the same whoever hears it.
 *
 * @param level deviation of the noise in deviations of each value, at least 0
 * @param seed what the draw depends on, beside the take's name
 */
public record Noise(double level, long seed) {

  /** Checks the level. */
  public Noise {
    checkArgument(level >= 0, "noise must not be negative, got %s", level);
  }

  /**
   * Returns what is added to the normalised values of a take.
   *
   * @param take its name
   * @param draw number of the draw, from 0
   * @param length number of values
   */
  float[] of(String take, int draw, int length) {
    float[] drawn = new float[length];
    if (level > 0) {
      RandomGenerator random =
          new Seeds(seed).generator(Purpose.AUGMENTATION, take.hashCode(), draw);
      for (int i = 0; i < length; i++) {
        drawn[i] = (float) (level * random.nextGaussian());
      }
    }
    return drawn;
  }
}

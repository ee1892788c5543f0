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

  /** Adds a draw of the noise of a take, numbered from 0, to normalised values. */
  void addTo(float[] values, String take, int draw) {
    if (level > 0) {
      RandomGenerator random =
          new Seeds(seed).generator(Purpose.AUGMENTATION, take.hashCode(), draw);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (level * random.nextGaussian());
      }
    }
  }
}

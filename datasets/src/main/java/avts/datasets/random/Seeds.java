package avts.datasets.random;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The root seed of a run, from which every draw derives a generator of its own.
 *
 * <p>A generator depends on (root, purpose, epoch, index) alone: not on threads, not on what was
 * drawn before. A resumed run therefore needs no generator state, only its position.
 *
 * @param root the run's seed
 */
public record Seeds(long root) {

  /** What a draw is for; two purposes never share a generator. */
  public enum Purpose {
    /** Order of the files within an epoch. */
    ORDER,
    /** Choice of windows and negatives. */
    PAIRS,
    /** Crops, flips, gain, noise, masks. */
    AUGMENTATION,
    /** Initial weights. */
    INITIALISATION,
    /** Choice of the fixed evaluation pairs. */
    EVALUATION,
    /** Splitting files into training, validation and test. */
    SPLIT,
    /** Content of synthetic videos. */
    SYNTHESIS,
    /** Resampling for intervals and permutation tests. */
    BOOTSTRAP
  }

  /** Returns a generator for draw {@code index} of {@code epoch}. */
  public RandomGenerator generator(Purpose purpose, long epoch, long index) {
    long name = purpose.name().toLowerCase(Locale.ROOT).hashCode();
    return new SplittableRandom(mix(mix(mix(mix(root) ^ name) ^ epoch) ^ index));
  }

  /** The finaliser of MurmurHash3 after a golden-ratio step, so that neighbours differ widely. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}

package avts.datasets.clip;

import avts.datasets.signal.FilterBankConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What is drawn once for the sound of a clip.
 *
 * @param gain factor of the samples
 * @param noise ratio of the noise's amplitude to the sound's, both as root mean squares; 0 for none
 * @param noiseSeed seed of the noise's samples
 * @param masks stripes of the features that become 0
 */
record SoundDraw(double gain, double noise, long noiseSeed, List<Mask> masks) {

  /** The sound as it is. */
  static final SoundDraw EVALUATION = new SoundDraw(1, 0, 0, List.of());

  /**
   * A rectangle of the features that becomes 0.
   *
   * @param firstFilter first masked filter
   * @param filters number of masked filters
   * @param firstWindow first masked window
   * @param windows number of masked windows
   */
  record Mask(int firstFilter, int filters, int firstWindow, int windows) {}

  /** Returns whether samples are changed, not only features. */
  boolean changesSound() {
    return gain != 1 || noise > 0;
  }

  /** Draws gain, noise and masks, in this order, for features of {@code windows} windows. */
  static SoundDraw training(
      AugmentConfig augment, FilterBankConfig features, int windows, RandomGenerator random) {
    double gainDb = augment.gainDb() * (2 * random.nextDouble() - 1);
    boolean noisy = random.nextDouble() < augment.noiseShare();
    double snrDb =
        augment.noiseSnrDbMin()
            + random.nextDouble() * (augment.noiseSnrDbMax() - augment.noiseSnrDbMin());
    long noiseSeed = random.nextLong();
    List<Mask> masks = new ArrayList<>();
    for (int i = 0; i < augment.timeMasks(); i++) {
      int width = random.nextInt(Math.min(augment.timeMaskWindows(), windows) + 1);
      masks.add(new Mask(0, features.filters(), random.nextInt(windows - width + 1), width));
    }
    for (int i = 0; i < augment.frequencyMasks(); i++) {
      int width = random.nextInt(Math.min(augment.frequencyMaskFilters(), features.filters()) + 1);
      masks.add(new Mask(random.nextInt(features.filters() - width + 1), width, 0, windows));
    }
    return new SoundDraw(
        amplitude(gainDb), noisy ? amplitude(-snrDb) : 0, noiseSeed, List.copyOf(masks));
  }

  private static double amplitude(double decibel) {
    return Math.pow(10, decibel / 20);
  }
}

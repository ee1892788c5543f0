package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Random changes of training clips beyond crop and flip. None of them moves anything in time.
 *
 * <p>Masks are SpecAugment's (Park et al. 2019, without time warping); what they cover becomes 0,
 * the mean of normalised features.
 *
 * @param gainDb the sound is made louder or softer by up to this many dB, 0 (off) to 60
 * @param noiseShare share of the clips that get white noise, 0 (off) to 1
 * @param noiseSnrDbMin lowest ratio of sound to noise, in dB, -40 to 100
 * @param noiseSnrDbMax highest ratio of sound to noise, in dB, at least the lowest, up to 100
 * @param timeMasks number of stripes of windows that are masked, 0 (off) to 20
 * @param timeMaskWindows most windows in a stripe, each width equally likely from 0 on
 * @param frequencyMasks number of stripes of filters that are masked, 0 (off) to 20
 * @param frequencyMaskFilters most filters in a stripe, each width equally likely from 0 on
 * @param brightness pixels are multiplied by a factor in 1 - brightness .. 1 + brightness, 0 (off)
 *     to below 1
 * @param contrast distances from the mean pixel are multiplied by a factor in 1 - contrast .. 1 +
 *     contrast, 0 (off) to below 1
 */
public record AugmentConfig(
    double gainDb,
    double noiseShare,
    double noiseSnrDbMin,
    double noiseSnrDbMax,
    int timeMasks,
    int timeMaskWindows,
    int frequencyMasks,
    int frequencyMaskFilters,
    double brightness,
    double contrast) {

  /** Checks every range. */
  public AugmentConfig {
    checkArgument(gainDb >= 0 && gainDb <= 60, "gain_db must lie in 0..60, got %s", gainDb);
    checkArgument(
        noiseShare >= 0 && noiseShare <= 1, "noise_share must lie in 0..1, got %s", noiseShare);
    checkArgument(
        noiseSnrDbMin >= -40 && noiseSnrDbMin <= 100,
        "noise_snr_db_min must lie in -40..100 dB, got %s",
        noiseSnrDbMin);
    checkArgument(
        noiseSnrDbMax >= noiseSnrDbMin && noiseSnrDbMax <= 100,
        "noise_snr_db_max must lie in noise_snr_db_min..100, that is %s..100 dB, got %s",
        Double.valueOf(noiseSnrDbMin),
        Double.valueOf(noiseSnrDbMax));
    checkArgument(
        timeMasks >= 0 && timeMasks <= 20, "time_masks must lie in 0..20, got %s", timeMasks);
    checkArgument(
        timeMaskWindows >= 0, "time_mask_windows must not be negative, got %s", timeMaskWindows);
    checkArgument(
        frequencyMasks >= 0 && frequencyMasks <= 20,
        "frequency_masks must lie in 0..20, got %s",
        frequencyMasks);
    checkArgument(
        frequencyMaskFilters >= 0,
        "frequency_mask_filters must not be negative, got %s",
        frequencyMaskFilters);
    checkArgument(
        brightness >= 0 && brightness < 1,
        "brightness must lie in 0 to below 1, got %s",
        brightness);
    checkArgument(
        contrast >= 0 && contrast < 1, "contrast must lie in 0 to below 1, got %s", contrast);
  }

  /** Returns settings that change nothing. */
  public static AugmentConfig off() {
    return new AugmentConfig(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }
}

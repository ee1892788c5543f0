package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What comes in.
 *
 * @param sampleRate samples per second, {@value #LOWEST_RATE} to {@value #HIGHEST_RATE}
 * @param channels samples at each moment, 1 to {@value #MOST_CHANNELS}
 */
public record SoundFormat(int sampleRate, int channels) {
  /** The lowest sample rate that can be taken, in Hz. */
  public static final int LOWEST_RATE = 4_000;

  /** The highest sample rate that can be taken, in Hz. */
  public static final int HIGHEST_RATE = 192_000;

  /** The greatest number of channels that can be taken. */
  public static final int MOST_CHANNELS = 1024;

  /** Checks the ranges. */
  public SoundFormat {
    checkArgument(
        sampleRate >= LOWEST_RATE && sampleRate <= HIGHEST_RATE,
        "the sample rate must lie in %s..%s Hz, got %s",
        LOWEST_RATE,
        HIGHEST_RATE,
        sampleRate);
    checkArgument(
        channels >= 1 && channels <= MOST_CHANNELS,
        "the number of channels must lie in 1..%s, got %s",
        MOST_CHANNELS,
        channels);
  }

  /** Returns sound of one channel. */
  public static SoundFormat mono(int sampleRate) {
    return new SoundFormat(sampleRate, 1);
  }

  /** Returns the mean of the channels at each moment. */
  float[] mono(float[] samples) {
    checkArgument(
        samples.length % channels == 0,
        "%s samples are not whole moments of %s channels",
        samples.length,
        channels);
    if (channels == 1) {
      return samples;
    }
    float[] mono = new float[samples.length / channels];
    for (int i = 0, at = 0; i < mono.length; i++) {
      double sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += samples[at++];
      }
      mono[i] = (float) (sum / channels);
    }
    return mono;
  }
}

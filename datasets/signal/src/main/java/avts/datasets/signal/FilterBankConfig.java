package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Settings of the log filter bank (Korbar et al. 2018; python_speech_features semantics).
 *
 * @param sampleRate samples per second of the mono waveform, 4000 to 192000 Hz
 * @param windowSeconds length of an analysis window in seconds, over 0 and up to 1
 * @param hopSeconds step between windows in seconds, over 0 and up to 1
 * @param fftSize points of the Fourier transform, even, at least the window's length in samples
 * @param filters number of triangular mel filters, 1 to 512
 * @param preEmphasis coefficient of the first difference, 0 to 1
 */
public record FilterBankConfig(
    int sampleRate,
    double windowSeconds,
    double hopSeconds,
    int fftSize,
    int filters,
    double preEmphasis) {

  /** Checks every range. */
  public FilterBankConfig {
    checkArgument(
        sampleRate >= 4000 && sampleRate <= 192_000,
        "sample_rate must lie in 4000..192000 Hz, got %s",
        sampleRate);
    checkArgument(
        windowSeconds > 0 && windowSeconds <= 1,
        "window_seconds must lie in (0, 1], got %s",
        windowSeconds);
    checkArgument(
        hopSeconds > 0 && hopSeconds <= 1, "hop_seconds must lie in (0, 1], got %s", hopSeconds);
    checkArgument(
        fftSize % 2 == 0 && fftSize >= samples(windowSeconds, sampleRate),
        "fft_size must be even and at least the window's %s samples, got %s",
        samples(windowSeconds, sampleRate),
        fftSize);
    checkArgument(filters >= 1 && filters <= 512, "filters must lie in 1..512, got %s", filters);
    checkArgument(
        preEmphasis >= 0 && preEmphasis <= 1, "pre_emphasis must lie in 0..1, got %s", preEmphasis);
  }

  /** Returns the paper's settings at 24 kHz: 0.02 s, 0.01 s, 1024 points, 40 filters. */
  public static FilterBankConfig paper() {
    return new FilterBankConfig(24_000, 0.02, 0.01, 1024, 40, 0.97);
  }

  /**
   * Returns the same settings at another sample rate. The transform grows to the next power of two
   * where the window would not fit into it.
   */
  public FilterBankConfig atSampleRate(int rate) {
    int window = samples(windowSeconds, rate);
    int size = window <= fftSize ? fftSize : 2 * Integer.highestOneBit(window - 1);
    return new FilterBankConfig(rate, windowSeconds, hopSeconds, size, filters, preEmphasis);
  }

  /** Returns the window's length in samples, halves rounded up. */
  public int windowSamples() {
    return samples(windowSeconds, sampleRate);
  }

  /** Returns the hop in samples, halves rounded up. */
  public int hopSamples() {
    return samples(hopSeconds, sampleRate);
  }

  /**
   * Returns the number of windows over {@code samples} samples: 1 + ceil((samples - window) / hop),
   * the last one padded with zeros; one window where there are fewer samples than a window has.
   */
  public int windows(int samples) {
    checkArgument(samples > 0, "samples must be positive, got %s", samples);
    int window = windowSamples();
    return samples <= window ? 1 : 1 + (samples - window + hopSamples() - 1) / hopSamples();
  }

  private static int samples(double seconds, int sampleRate) {
    return (int) Math.floor(seconds * sampleRate + 0.5);
  }
}

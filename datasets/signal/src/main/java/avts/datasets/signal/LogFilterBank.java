package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Log filter bank of a waveform, as {@code python_speech_features.logfbank} computes it.
 *
 * <p>Pre-emphasis, rectangular windows (the last one padded with zeros), power spectrum {@code
 * |rfft(x)|^2 / fftSize}, triangular filters equally wide on the mel scale {@code 2595 log10(1 +
 * f/700)} from 0 Hz to half the sample rate, natural logarithm, energies of exactly zero replaced
 * by 2.22e-16. All arithmetic is in double precision; only the result is narrowed.
 *
 * <p>An instance owns its work space: it belongs to one thread at a time.
 */
public final class LogFilterBank {
  /** Full scale of 16-bit sound, on which the published feature constants are based. */
  private static final double FULL_SCALE = 32_768;

  /** What an energy of zero becomes: the spacing of doubles at 1, as in NumPy. */
  private static final double SMALLEST_ENERGY = Math.ulp(1.0);

  private final FilterBankConfig config;
  private final DoubleFFT_1D transform;
  private final MelFilters filters;
  private final double[] spectrum;

  /** Prepares transform tables, filters and work space for {@code config}. */
  public LogFilterBank(FilterBankConfig config) {
    this.config = config;
    this.transform = new DoubleFFT_1D(config.fftSize());
    this.filters = new MelFilters(config);
    this.spectrum = new double[config.fftSize()];
  }

  /** Returns the settings. */
  public FilterBankConfig config() {
    return config;
  }

  /**
   * Computes the log filter bank of a stretch of sound.
   *
   * @param samples waveform at the configured rate, -1..1, at least one sample
   * @param preceding the sample before the first one, or {@link Float#NaN} where the file starts
   *     here; the first sample then passes the pre-emphasis unchanged
   * @return {@code [filters, config.windows(samples.length)]} natural logarithms, row by row
   */
  public float[] compute(float[] samples, float preceding) {
    float[] logMel = new float[config.filters() * config.windows(samples.length)];
    compute(samples, preceding, logMel, 0);
    return logMel;
  }

  /**
   * Computes the log filter bank of a stretch of sound into an array of the caller, allocating
   * nothing.
   *
   * @param samples waveform at the configured rate, -1..1, at least one sample
   * @param preceding the sample before the first one, or {@link Float#NaN} at the file's start
   * @param logMel receives {@code [filters, config.windows(samples.length)]} values
   * @param offset where in {@code logMel} the first value goes
   */
  public void compute(float[] samples, float preceding, float[] logMel, int offset) {
    int windows = config.windows(samples.length);
    checkArgument(
        offset >= 0 && offset + config.filters() * windows <= logMel.length,
        "%s x %s values do not fit behind offset %s of %s",
        config.filters(),
        windows,
        offset,
        logMel.length);
    int hop = config.hopSamples();
    int length = config.windowSamples();
    for (int window = 0; window < windows; window++) {
      int start = window * hop;
      int end = Math.min(start + length, samples.length);
      emphasise(samples, preceding, start, end);
      transform.realForward(spectrum);
      filters.logEnergies(spectrum, SMALLEST_ENERGY, logMel, offset + window, windows);
    }
  }

  /**
   * Computes the log filter bank of a stretch of sound as vectors, one a window.
   *
   * @param samples waveform at the configured rate, -1..1, at least one sample
   * @param preceding the sample before the first one, or {@link Float#NaN} at the file's start
   */
  public FeatureTrack track(float[] samples, float preceding) {
    float[] byFilter = compute(samples, preceding);
    int filters = config.filters();
    int windows = byFilter.length / filters;
    float[] byWindow = new float[byFilter.length];
    for (int filter = 0; filter < filters; filter++) {
      for (int window = 0; window < windows; window++) {
        byWindow[window * filters + filter] = byFilter[filter * windows + window];
      }
    }
    return new FeatureTrack(
        byWindow, windows, filters, (double) config.hopSamples() / config.sampleRate());
  }

  /** Puts the window's samples, scaled and emphasised, at the start of the work space. */
  private void emphasise(float[] samples, float preceding, int start, int end) {
    double coefficient = config.preEmphasis();
    double last = start > 0 ? samples[start - 1] : Float.isNaN(preceding) ? 0 : preceding;
    last *= FULL_SCALE;
    int count = Math.max(0, end - start);
    for (int i = 0; i < count; i++) {
      double sample = samples[start + i] * FULL_SCALE;
      spectrum[i] = sample - coefficient * last;
      last = sample;
    }
    Arrays.fill(spectrum, count, spectrum.length, 0);
  }
}

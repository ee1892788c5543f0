package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * Log energies of a window of sound in bands of equal ratio, under a Hann window.
 *
 * <p>Unlike {@link LogFilterBank} no feature of a published model: a smooth window changes little
 * when it is moved by a few samples, which fingerprints need.
 *
 * <p>An instance owns its work space: it belongs to one thread at a time.
 */
public final class BandEnergies {
  /** Far below the rounding of 16-bit sound. */
  private static final double SMALLEST_ENERGY = 1e-12;

  private final int window;
  private final FloatFFT_1D transform;
  private final float[] weights;
  private final float[] spectrum;

  /** First bin of each band, and the bin behind the last one. */
  private final int[] edges;

  /**
   * Prepares tables.
   *
   * @param sampleRate samples per second
   * @param window samples in a window, even
   * @param bands number of bands, positive
   * @param lowHz lower end of the first band, positive
   * @param highHz upper end of the last band, at most half the sample rate
   */
  public BandEnergies(int sampleRate, int window, int bands, double lowHz, double highHz) {
    checkArgument(window > 0 && window % 2 == 0, "window must be even, got %s", window);
    checkArgument(bands > 0, "bands must be positive, got %s", bands);
    checkArgument(
        lowHz > 0 && lowHz < highHz && highHz <= sampleRate / 2.0,
        "bands must lie between 0 and %s Hz, got %s to %s",
        sampleRate / 2.0,
        lowHz,
        highHz);
    this.window = window;
    this.transform = new FloatFFT_1D(window);
    this.spectrum = new float[window];
    this.weights = new float[window];
    for (int n = 0; n < window; n++) {
      weights[n] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * n / (window - 1)));
    }
    this.edges = new int[bands + 1];
    for (int band = 0; band <= bands; band++) {
      double hertz = lowHz * Math.pow(highHz / lowHz, (double) band / bands);
      edges[band] = Math.min(window / 2, (int) Math.round(hertz * window / sampleRate));
    }
  }

  /** Returns the number of bands. */
  public int bands() {
    return edges.length - 1;
  }

  /**
   * Computes the natural logarithms of the energies of one window; a band narrower than a bin has
   * the energy of the bin it begins in.
   *
   * @param samples waveform, the window's samples from {@code start} on
   * @param energies receives {@link #bands()} values
   */
  public void compute(float[] samples, int start, double[] energies) {
    for (int n = 0; n < window; n++) {
      spectrum[n] = samples[start + n] * weights[n];
    }
    transform.realForward(spectrum);
    for (int band = 0; band < bands(); band++) {
      double energy = 0;
      int end = Math.max(edges[band + 1], edges[band] + 1);
      for (int bin = edges[band]; bin < end; bin++) {
        energy += power(bin);
      }
      energies[band] = Math.log(energy + SMALLEST_ENERGY);
    }
  }

  /** JTransforms keeps the real value at half the sample rate in place of the first's imaginary. */
  private double power(int bin) {
    if (bin == 0 || bin == window / 2) {
      double real = spectrum[bin == 0 ? 0 : 1];
      return real * real;
    }
    double real = spectrum[2 * bin];
    double imaginary = spectrum[2 * bin + 1];
    return real * real + imaginary * imaginary;
  }
}

package avts.datasets.signal;

/** Triangular filters, equally wide on the mel scale, over the bins of a power spectrum. */
final class MelFilters {
  private final int fftSize;

  /** First bin of each filter. */
  private final int[] firstBin;

  /** Weights of each filter's bins from the first on, already divided by the transform's size. */
  private final double[][] weights;

  private final double[] power;

  MelFilters(FilterBankConfig config) {
    fftSize = config.fftSize();
    firstBin = new int[config.filters()];
    weights = new double[config.filters()][];
    power = new double[fftSize / 2 + 1];
    int[] corners = corners(config);
    for (int filter = 0; filter < firstBin.length; filter++) {
      int low = corners[filter];
      int centre = corners[filter + 1];
      int high = corners[filter + 2];
      firstBin[filter] = low;
      double[] triangle = new double[high - low];
      for (int bin = low; bin < high; bin++) {
        double weight =
            bin < centre
                ? (double) (bin - low) / (centre - low)
                : (double) (high - bin) / (high - centre);
        triangle[bin - low] = weight / fftSize;
      }
      weights[filter] = triangle;
    }
  }

  /** Bins at which the triangles begin, peak and end: filter i uses corners i, i + 1, i + 2. */
  private static int[] corners(FilterBankConfig config) {
    double highestMel = 2595 * Math.log10(1 + config.sampleRate() / 2.0 / 700);
    double step = highestMel / (config.filters() + 1);
    int[] corners = new int[config.filters() + 2];
    for (int i = 0; i < corners.length; i++) {
      double hertz = 700 * (Math.pow(10, i * step / 2595) - 1);
      corners[i] = (int) Math.floor((config.fftSize() + 1) * hertz / config.sampleRate());
    }
    return corners;
  }

  /**
   * Writes the logarithm of each filter's energy.
   *
   * @param spectrum a real transform as JTransforms packs it: Re[0], Re[n/2], Re[1], Im[1], ...
   * @param smallestEnergy what an energy of exactly zero is taken for
   * @param logEnergies receives one value per filter, at {@code offset + filter * stride}
   */
  void logEnergies(
      double[] spectrum, double smallestEnergy, float[] logEnergies, int offset, int stride) {
    power[0] = spectrum[0] * spectrum[0];
    power[fftSize / 2] = spectrum[1] * spectrum[1];
    for (int bin = 1; bin < fftSize / 2; bin++) {
      double real = spectrum[2 * bin];
      double imaginary = spectrum[2 * bin + 1];
      power[bin] = real * real + imaginary * imaginary;
    }
    for (int filter = 0; filter < firstBin.length; filter++) {
      double[] triangle = weights[filter];
      int first = firstBin[filter];
      double energy = 0;
      for (int i = 0; i < triangle.length; i++) {
        energy += triangle[i] * power[first + i];
      }
      logEnergies[offset + filter * stride] =
          (float) Math.log(energy == 0 ? smallestEnergy : energy);
    }
  }
}

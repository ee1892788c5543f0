package avts.datasets.clip;

/**
 * Weights by which one axis of a picture is scaled bilinearly: each output pixel is a weighted mean
 * of {@code taps} neighbouring input pixels. Where the picture shrinks, the triangle widens with
 * it, so that fine detail is averaged and does not alias.
 *
 * @param taps input pixels per output pixel
 * @param first first input pixel of each output pixel
 * @param weights {@code [output][taps]}, each output pixel's summing to 1
 */
// Array components: tables read by the cropper, never compared.
@SuppressWarnings("ArrayRecordComponent")
record AxisTaps(int taps, int[] first, float[] weights) {

  /**
   * A stretch of an axis.
   *
   * @param length pixels of the whole axis
   * @param start first pixel of the stretch
   * @param region length of the stretch in pixels, not necessarily whole
   */
  record Stretch(int length, int start, double region) {}

  /** Computes the weights that bring {@code stretch} to {@code size} pixels. */
  static AxisTaps of(Stretch stretch, int size, boolean mirrored) {
    double scale = stretch.region() / size;
    double support = Math.max(1, scale);
    int taps = Math.min(stretch.length(), (int) Math.ceil(2 * support));
    int[] first = new int[size];
    float[] weights = new float[size * taps];
    double[] triangle = new double[taps];
    for (int output = 0; output < size; output++) {
      int position = mirrored ? size - 1 - output : output;
      double centre = stretch.start() + (position + 0.5) * scale;
      int earliest = (int) Math.ceil(centre - support - 0.5);
      first[output] = Math.max(0, Math.min(earliest, stretch.length() - taps));
      double sum = 0;
      for (int i = 0; i < taps; i++) {
        double distance = Math.abs(first[output] + i + 0.5 - centre);
        triangle[i] = Math.max(0, 1 - distance / support);
        sum += triangle[i];
      }
      for (int i = 0; i < taps; i++) {
        weights[output * taps + i] = (float) (triangle[i] / sum);
      }
    }
    return new AxisTaps(taps, first, weights);
  }

  /** Returns the first input pixel that any output pixel needs. */
  int begin() {
    return Math.min(first[0], first[first.length - 1]);
  }

  /** Returns the input pixel after the last that any output pixel needs. */
  int end() {
    return Math.max(first[0], first[first.length - 1]) + taps;
  }
}

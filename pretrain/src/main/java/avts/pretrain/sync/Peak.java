package avts.pretrain.sync;

/** Finds where a peak lies between the steps at which it was measured. */
final class Peak {

  private Peak() {}

  /**
   * Returns how far the vertex of the parabola through a peak and its two neighbours lies from it,
   * in steps, -0.5 to 0.5; 0 where the peak is the first or the last value, or is flat.
   */
  static double vertex(double[] values, int peak) {
    if (peak == 0 || peak == values.length - 1) {
      return 0;
    }
    double before = values[peak - 1];
    double after = values[peak + 1];
    double bend = before - 2 * values[peak] + after;
    return bend < 0 ? 0.5 * (before - after) / bend : 0;
  }
}

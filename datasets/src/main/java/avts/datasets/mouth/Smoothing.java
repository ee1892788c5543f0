package avts.datasets.mouth;

import java.util.Arrays;

/** Smooths tracks that are known in whole. */
final class Smoothing {

  private Smoothing() {}

  /**
   * Fills gaps by straight lines.
   *
   * @param tracks of one length; NaN in the first marks gaps of all; first and last value are there
   */
  static void bridge(double[]... tracks) {
    double[] marks = tracks[0].clone();
    int last = 0;
    for (int i = 1; i < marks.length; i++) {
      if (Double.isNaN(marks[i])) {
        continue;
      }
      for (int gap = last + 1; gap < i; gap++) {
        double part = (double) (gap - last) / (i - last);
        for (double[] track : tracks) {
          track[gap] = track[last] + part * (track[i] - track[last]);
        }
      }
      last = i;
    }
  }

  /**
   * Returns the moving mean of the moving median, both over about {@code window} values; at the
   * ends the windows shrink on both sides, so that straight lines stay as they are.
   */
  static double[] smooth(double[] values, double window) {
    int half = (int) Math.round(Math.max(0, window - 1) / 2);
    double[] medians = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int reach = reach(i, values.length, half);
      double[] around = Arrays.copyOfRange(values, i - reach, i + reach + 1);
      Arrays.sort(around);
      medians[i] = around[reach];
    }
    double[] means = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int reach = reach(i, values.length, half);
      means[i] = Arrays.stream(medians, i - reach, i + reach + 1).average().orElse(medians[i]);
    }
    return means;
  }

  private static int reach(int i, int length, int half) {
    return Math.min(half, Math.min(i, length - 1 - i));
  }
}

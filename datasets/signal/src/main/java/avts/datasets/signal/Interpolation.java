package avts.datasets.signal;

/** Values between rows, by linear interpolation. */
public final class Interpolation {

  private Interpolation() {}

  /**
   * Writes the row at a fractional place; places outside get the nearest row.
   *
   * @param rows {@code [count, width]}
   * @param place where, 0 for the first row
   * @param target takes the values, from {@code offset}
   */
  public static void at(float[] rows, int width, double place, float[] target, int offset) {
    int last = rows.length / width - 1;
    double clamped = Math.max(0, Math.min(last, place));
    int below = (int) clamped;
    int above = Math.min(last, below + 1);
    float share = (float) (clamped - below);
    for (int i = 0; i < width; i++) {
      target[offset + i] = (1 - share) * rows[below * width + i] + share * rows[above * width + i];
    }
  }

  /** Returns where step {@code step} of {@code steps} lies among {@code count} rows. */
  public static double place(int step, int steps, double count) {
    return (step + 0.5) / steps * count - 0.5;
  }
}

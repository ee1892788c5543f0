package avts.transfer.tdl;

/** The place of the greatest value. */
public final class Largest {

  private Largest() {}

  /** Returns the place of the greatest of some values, the first of several. */
  public static int of(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}

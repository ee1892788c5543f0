package avts.transfer.feature;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Collection;
import java.util.List;

/**
 * Vectors of takes at a fixed number of steps in time. Immutable as long as nobody writes into the
 * rows.
 *
 * @param steps steps of a take
 * @param width length of the vector of one step
 * @param rows values of each take, {@code [steps, width]}, by the take's number in its set; none
 *     for a take of which this sense knows nothing
 */
public record StepVectors(int steps, int width, List<float[]> rows) {

  /** Values of a take of which nothing is known. */
  static final float[] NONE = {};

  /** Checks that every take has its values, or none. */
  public StepVectors {
    rows = List.copyOf(rows);
    for (float[] row : rows) {
      checkArgument(
          row.length == steps * width || row.length == 0,
          "%s steps of %s values expected, got %s values",
          steps,
          width,
          row.length);
    }
  }

  /**
   * Returns the values of some takes one after another, {@code [takes, steps, width]}.
   *
   * @throws IllegalArgumentException if a take has none
   */
  public float[] of(Collection<Integer> takes) {
    int size = steps * width;
    float[] values = new float[Math.multiplyExact(takes.size(), size)];
    int offset = 0;
    for (int take : takes) {
      checkArgument(rows.get(take).length == size, "nothing is known of take %s", take);
      System.arraycopy(rows.get(take), 0, values, offset, size);
      offset += size;
    }
    return values;
  }

  /** Returns the same values, all steps of a take as one. */
  public StepVectors joined() {
    return new StepVectors(1, steps * width, rows);
  }
}

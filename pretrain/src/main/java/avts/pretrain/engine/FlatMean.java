package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

/** The mean of flat vectors in the order they come; that of equal vectors is they, to the bit. */
public final class FlatMean {
  private final float[] mean;
  private int count;

  /** Begins with none. */
  public FlatMean(int length) {
    mean = new float[length];
  }

  /** Takes one more into the mean. */
  public void add(float[] values) {
    checkArgument(
        values.length == mean.length, "expected %s values, got %s", mean.length, values.length);
    count++;
    for (int i = 0; i < mean.length; i++) {
      mean[i] += (values[i] - mean[i]) / count;
    }
  }

  /** Returns the mean; the vector stays this object's. */
  public float[] mean() {
    return mean;
  }
}

package avts.transfer.feature;

/** Each vector together with its neighbours in time. */
final class Context {

  private Context() {}

  /**
   * Returns for each of {@code [n, width]} the vectors from {@code -context} to {@code +context}
   * around it, {@code [n, (1 + 2 context) width]}; beyond the ends the first and last are repeated.
   */
  static float[] around(float[] rows, int width, int context) {
    int count = rows.length / width;
    int size = (1 + 2 * context) * width;
    float[] result = new float[count * size];
    for (int row = 0; row < count; row++) {
      for (int offset = -context; offset <= context; offset++) {
        int from = Math.max(0, Math.min(count - 1, row + offset));
        System.arraycopy(
            rows, from * width, result, row * size + (offset + context) * width, width);
      }
    }
    return result;
  }
}

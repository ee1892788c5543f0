package avts.distill.sense;

/** What is alike in all of a take: its speaker's face, its microphone. */
final class TakeMean {

  private TakeMean() {}

  /** Returns vectors without their mean. */
  static float[] without(float[] values, int width) {
    double[] mean = new double[width];
    for (int i = 0; i < values.length; i++) {
      mean[i % width] += values[i] / (values.length / (double) width);
    }
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) (values[i] - mean[i % width]);
    }
    return result;
  }
}

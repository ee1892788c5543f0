package avts.distill.run;

import avts.pretrain.engine.SegmentOutput;
import java.util.Arrays;

/** A teacher's embeddings as students are to imitate them. */
final class Targets {

  private Targets() {}

  /**
   * Returns the same with embeddings of mean 0 and deviation 1 in each value, over the segments
   * that count and over the takes; logits stay.
   *
   * @param mask {@code [N, S]}, 1 for segments that count
   */
  static SegmentOutput standardised(SegmentOutput teacher, float[] mask) {
    if (teacher.whole().length == 0) {
      return teacher;
    }
    float[] every = new float[mask.length];
    Arrays.fill(every, 1);
    int width = teacher.segments().length / mask.length;
    return new SegmentOutput(
        standardised(teacher.segments(), mask, width),
        standardised(teacher.whole(), every, width),
        teacher.logits());
  }

  private static float[] standardised(float[] rows, float[] weights, int width) {
    float[] result = new float[rows.length];
    int count = rows.length / width;
    for (int k = 0; k < width; k++) {
      double sum = 0;
      double squares = 0;
      double counted = 0;
      for (int row = 0; row < count; row++) {
        double value = rows[row * width + k];
        sum += weights[row] * value;
        squares += weights[row] * value * value;
        counted += weights[row];
      }
      double mean = sum / counted;
      double variance = squares / counted - mean * mean;
      // What never changes is 0 and stays so.
      double scale = variance > 1e-9 * squares / counted ? 1 / Math.sqrt(variance) : 0;
      for (int row = 0; row < count; row++) {
        result[row * width + k] = (float) (scale * (rows[row * width + k] - mean));
      }
    }
    return result;
  }
}

package avts.pretrain.engine;

/** What logits answer. */
public final class Logits {

  private Logits() {}

  /** Returns the class of the greatest logit in each row of {@code [N, classes]}. */
  public static int[] answers(float[] logits, int classes) {
    int[] answers = new int[logits.length / classes];
    for (int row = 0; row < answers.length; row++) {
      for (int k = 1; k < classes; k++) {
        if (logits[row * classes + k] > logits[row * classes + answers[row]]) {
          answers[row] = k;
        }
      }
    }
    return answers;
  }

  /**
   * Returns the probabilities that logits stand for.
   *
   * @param logits {@code [N, classes]}
   * @param temperature what they are divided by
   */
  public static float[] softmax(float[] logits, int classes, double temperature) {
    float[] probabilities = new float[logits.length];
    for (int first = 0; first < logits.length; first += classes) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int k = first; k < first + classes; k++) {
        greatest = Math.max(greatest, logits[k] / temperature);
      }
      double sum = 0;
      for (int k = first; k < first + classes; k++) {
        sum += Math.exp(logits[k] / temperature - greatest);
      }
      for (int k = first; k < first + classes; k++) {
        probabilities[k] = (float) (Math.exp(logits[k] / temperature - greatest) / sum);
      }
    }
    return probabilities;
  }
}

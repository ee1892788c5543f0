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
}

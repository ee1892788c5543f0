package avts.distill.learn;

/** What logits answer. */
public final class Answers {

  private Answers() {}

  /** Returns the place, relative to {@code first}, of the greatest of {@code count} values. */
  static int largest(float[] values, int first, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[first + i] > values[first + best]) {
        best = i;
      }
    }
    return best;
  }

  /** Returns the class of the greatest logit in each row of {@code [N, classes]}. */
  public static int[] of(float[] logits, int classes) {
    int[] answers = new int[logits.length / classes];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = largest(logits, i * classes, classes);
    }
    return answers;
  }
}

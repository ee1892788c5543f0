package avts.transfer.network;

/** Probabilities from logits. */
final class Softmax {

  private Softmax() {}

  /** Returns softmax of each row of logits {@code [n, classes]}. */
  static double[][] rows(float[] logits, int classes) {
    double[][] rows = new double[logits.length / classes][classes];
    for (int n = 0; n < rows.length; n++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        greatest = Math.max(greatest, logits[n * classes + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        rows[n][k] = Math.exp(logits[n * classes + k] - greatest);
        sum += rows[n][k];
      }
      for (int k = 0; k < classes; k++) {
        rows[n][k] /= sum;
      }
    }
    return rows;
  }

  /** Returns the mean cross-entropy of logits with labels. */
  static double loss(float[] logits, int[] labels) {
    double[][] rows = rows(logits, logits.length / labels.length);
    double sum = 0;
    for (int n = 0; n < labels.length; n++) {
      sum -= Math.log(Math.max(rows[n][labels[n]], Double.MIN_NORMAL));
    }
    return sum / labels.length;
  }
}

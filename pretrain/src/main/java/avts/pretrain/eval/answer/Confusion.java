package avts.pretrain.eval.answer;

import java.util.List;

/**
 * Answers by label.
 *
 * @param labels names of the labels
 * @param counts number of answers by true label and told label
 */
public record Confusion(List<String> labels, List<List<Integer>> counts) {

  /** Copies the lists. */
  public Confusion {
    labels = List.copyOf(labels);
    counts = counts.stream().map(List::copyOf).toList();
  }

  /**
   * Returns the mean over the true labels of the share told right: unweighted accuracy (UA). Labels
   * that were never asked are left aside.
   */
  public double unweightedAccuracy() {
    double sum = 0;
    int asked = 0;
    for (int label = 0; label < labels.size(); label++) {
      int all = counts.get(label).stream().mapToInt(Integer::intValue).sum();
      if (all > 0) {
        sum += counts.get(label).get(label) / (double) all;
        asked++;
      }
    }
    return asked == 0 ? 0 : sum / asked;
  }
}

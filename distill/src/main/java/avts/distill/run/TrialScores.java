package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.distill.protocol.Pair;
import avts.pretrain.eval.metric.Scores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Scores of the trials of a fold: the cosine of the embeddings of both takes, to five places.
 *
 * @param targets of the trials of one speaker, in the protocol's order; not copied
 * @param nonTargets of those of two speakers
 */
// Array components: thousands of numbers, made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record TrialScores(float[] targets, float[] nonTargets) {
  private static final double PLACES = 1e5;

  /**
   * Scores trials.
   *
   * @param trials pairs of takes
   * @param asked the takes, by their numbers in the set
   * @param embeddings of these takes, {@code [asked, E]}
   */
  static TrialScores of(List<Pair> trials, List<Integer> asked, float[] embeddings) {
    int width = embeddings.length / asked.size();
    checkArgument(
        width > 0 && width * asked.size() == embeddings.length,
        "%s takes have %s values of embeddings",
        asked.size(),
        embeddings.length);
    Map<Integer, Integer> places = new HashMap<>();
    asked.forEach(take -> places.put(take, places.size()));
    int count = (int) trials.stream().filter(Pair::target).count();
    float[] targets = new float[count];
    float[] nonTargets = new float[trials.size() - count];
    int target = 0;
    int nonTarget = 0;
    for (Pair pair : trials) {
      double cosine =
          cosine(
              embeddings,
              width * Objects.requireNonNull(places.get(pair.first())),
              width * Objects.requireNonNull(places.get(pair.second())),
              width);
      float score = (float) (Math.round(PLACES * cosine) / PLACES);
      if (pair.target()) {
        targets[target++] = score;
      } else {
        nonTargets[nonTarget++] = score;
      }
    }
    return new TrialScores(targets, nonTargets);
  }

  /** Returns the cosine of two rows, 0 where one is all zeros and has no direction. */
  private static double cosine(float[] rows, int first, int second, int width) {
    double product = 0;
    double firstSquares = 0;
    double secondSquares = 0;
    for (int i = 0; i < width; i++) {
      product += (double) rows[first + i] * rows[second + i];
      firstSquares += (double) rows[first + i] * rows[first + i];
      secondSquares += (double) rows[second + i] * rows[second + i];
    }
    double lengths = Math.sqrt(firstSquares * secondSquares);
    return lengths == 0 ? 0 : product / lengths;
  }

  /** Returns the number of trials. */
  int size() {
    return targets.length + nonTargets.length;
  }

  /** Returns the scores for measuring. */
  Scores scores() {
    return Scores.of(doubles(targets), doubles(nonTargets));
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}

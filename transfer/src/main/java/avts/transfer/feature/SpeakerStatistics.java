package avts.transfer.feature;

import avts.datasets.take.Take;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mean and deviation of each value over the known takes of each speaker. */
final class SpeakerStatistics {
  private final List<Take> takes;
  private final int width;
  private final Moments all;
  private final Map<String, Moments> speakers = new HashMap<>();

  /**
   * Collects statistics.
   *
   * @param rows values of all takes, any number of vectors each
   * @param width length of a vector
   * @param known takes that may be looked at
   */
  SpeakerStatistics(List<Take> takes, List<float[]> rows, int width, Collection<Integer> known) {
    this.takes = takes;
    this.width = width;
    Map<String, List<float[]>> bySpeaker = new HashMap<>();
    List<float[]> everybody = new ArrayList<>();
    for (int take : known) {
      bySpeaker
          .computeIfAbsent(takes.get(take).speaker(), name -> new ArrayList<>())
          .add(rows.get(take));
      everybody.add(rows.get(take));
    }
    all = Moments.of(everybody, width);
    bySpeaker.forEach((speaker, theirs) -> speakers.put(speaker, Moments.of(theirs, width)));
  }

  /** Returns the values of all takes, each with its speaker's mean 0 and deviation 1. */
  List<float[]> applyToAll(List<float[]> rows) {
    List<float[]> results = new ArrayList<>();
    for (int take = 0; take < takes.size(); take++) {
      results.add(apply(takes.get(take), rows.get(take)));
    }
    return results;
  }

  private float[] apply(Take take, float[] values) {
    Moments moments = speakers.getOrDefault(take.speaker(), all);
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int k = i % width;
      result[i] = (float) ((values[i] - moments.mean[k]) / moments.deviation[k]);
    }
    return result;
  }

  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Moments(double[] mean, double[] deviation) {

    static Moments of(List<float[]> rows, int width) {
      double[] sum = new double[width];
      double[] squares = new double[width];
      long count = 0;
      for (float[] row : rows) {
        count += row.length / width;
        for (int i = 0; i < row.length; i++) {
          sum[i % width] += row[i];
          squares[i % width] += (double) row[i] * row[i];
        }
      }
      for (int k = 0; k < width; k++) {
        sum[k] /= count;
        double variance = squares[k] / count - sum[k] * sum[k];
        // What never changes tells nothing, and becomes 0.
        squares[k] = variance > 1e-9 * squares[k] / count ? Math.sqrt(variance) : 1;
      }
      return new Moments(sum, squares);
    }
  }
}

package avts.transfer.feature;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Clusters of vectors by k-means (Lloyd 1982), begun with vectors drawn far apart (k-means++,
 * Arthur and Vassilvitskii 2007).
 */
public final class Clusters {
  private static final int ROUNDS = 50;

  private Clusters() {}

  /**
   * Returns the number of the cluster of each vector.
   *
   * @param rows vectors one after another
   * @param width length of a vector
   * @param count number of clusters, at most the number of vectors
   */
  public static int[] of(float[] rows, int width, int count, RandomGenerator random) {
    int n = rows.length / width;
    checkArgument(count <= n, "%s vectors do not make %s clusters", n, count);
    double[][] centres = first(rows, width, count, random);
    int[] clusters = new int[n];
    for (int round = 0; round < ROUNDS; round++) {
      boolean moved = false;
      for (int i = 0; i < n; i++) {
        int nearest = nearest(rows, i, centres);
        moved |= nearest != clusters[i];
        clusters[i] = nearest;
      }
      if (!moved && round > 0) {
        break;
      }
      centres = means(rows, clusters, centres);
    }
    return clusters;
  }

  /** Each next centre is a vector drawn in proportion to its squared distance from the others. */
  private static double[][] first(float[] rows, int width, int count, RandomGenerator random) {
    int n = rows.length / width;
    double[][] centres = new double[count][];
    centres[0] = vector(rows, random.nextInt(n), width);
    double[] distances = new double[n];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int c = 1; c < count; c++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        distances[i] = Math.min(distances[i], distance(rows, i, centres[c - 1]));
        sum += distances[i];
      }
      double left = random.nextDouble() * sum;
      int chosen = 0;
      while (chosen < n - 1 && left >= distances[chosen]) {
        left -= distances[chosen++];
      }
      centres[c] = vector(rows, chosen, width);
    }
    return centres;
  }

  private static double[] vector(float[] rows, int number, int width) {
    double[] vector = new double[width];
    Arrays.setAll(vector, i -> rows[number * width + i]);
    return vector;
  }

  private static double distance(float[] rows, int number, double[] centre) {
    double sum = 0;
    for (int i = 0; i < centre.length; i++) {
      double difference = rows[number * centre.length + i] - centre[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static int nearest(float[] rows, int number, double[][] centres) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centres.length; c++) {
      double distance = distance(rows, number, centres[c]);
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }

  /** A cluster that has lost all its vectors stays where it was. */
  private static double[][] means(float[] rows, int[] clusters, double[][] before) {
    int width = before[0].length;
    double[][] sums = new double[before.length][width];
    int[] counts = new int[before.length];
    for (int i = 0; i < clusters.length; i++) {
      counts[clusters[i]]++;
      for (int k = 0; k < width; k++) {
        sums[clusters[i]][k] += rows[i * width + k];
      }
    }
    for (int c = 0; c < before.length; c++) {
      for (int k = 0; k < width; k++) {
        sums[c][k] = counts[c] == 0 ? before[c][k] : sums[c][k] / counts[c];
      }
    }
    return sums;
  }
}

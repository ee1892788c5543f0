package avts.transfer.tdl;

import avts.transfer.feature.Plane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well mapped rows meet the true ones, on takes that the mapping was not fitted to.
 *
 * @param settings the mapping's settings
 * @param cosine mean cosine of mapped with true activations, both about the mean of the true ones
 * @param recallAtOne share of takes whose mapped activations are nearest to their own true ones
 * @param mapped places of the mapped takes in the plane of the true ones' principal components;
 *     null where they were not found
 * @param seen places of the true ones, likewise
 */
public record MappingQuality(
    String settings,
    double cosine,
    double recallAtOne,
    @Nullable List<Plane.Point> mapped,
    @Nullable List<Plane.Point> seen) {

  /**
   * Compares mapped with true activations.
   *
   * @param mapped {@code [takes, values]}
   * @param seen {@code [takes, values]}
   */
  static MappingQuality of(String settings, float[] mapped, float[] seen, int takes) {
    int size = seen.length / takes;
    double[] mean = new double[size];
    for (int i = 0; i < seen.length; i++) {
      mean[i % size] += seen[i] / (double) takes;
    }
    double cosine = 0;
    int own = 0;
    for (int take = 0; take < takes; take++) {
      double product = 0;
      double a = 0;
      double b = 0;
      for (int i = 0; i < size; i++) {
        double x = mapped[take * size + i] - mean[i];
        double y = seen[take * size + i] - mean[i];
        product += x * y;
        a += x * x;
        b += y * y;
      }
      cosine += a * b == 0 ? 0 : product / Math.sqrt(a * b) / takes;
      own += nearest(mapped, take, seen, size) == take ? 1 : 0;
    }
    Plane plane = Plane.of(seen, takes);
    return new MappingQuality(
        settings, cosine, (double) own / takes, plane.places(mapped), plane.places(seen));
  }

  private static int nearest(float[] mapped, int take, float[] seen, int size) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int other = 0; other < seen.length / size; other++) {
      double distance = 0;
      for (int i = 0; i < size; i++) {
        double difference = mapped[take * size + i] - seen[other * size + i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = other;
      }
    }
    return best;
  }
}

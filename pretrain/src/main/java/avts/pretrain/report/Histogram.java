package avts.pretrain.report;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Histograms of two classes over the same bins, as shares of each class. */
public final class Histogram {

  private Histogram() {}

  /**
   * Returns one series of {@code bins} bars.
   *
   * @param name name of the class
   * @param values values of the class, at least one
   * @param range all values of all classes that are shown side by side
   */
  public static Series series(String name, double[] values, double[] range, int bins) {
    checkArgument(values.length > 0 && range.length > 0, "%s: there are no values", name);
    checkArgument(bins > 0, "bins must be positive, got %s", bins);
    double low = Arrays.stream(range).min().orElseThrow();
    double high = Arrays.stream(range).max().orElseThrow();
    double width = high > low ? (high - low) / bins : 1;
    int[] counts = new int[bins];
    for (double value : values) {
      int bin = (int) ((value - low) / width);
      counts[Math.min(Math.max(bin, 0), bins - 1)]++;
    }
    List<Point> points = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      points.add(new Point(low + (bin + 0.5) * width, (double) counts[bin] / values.length));
    }
    return new Series(name, points);
  }
}

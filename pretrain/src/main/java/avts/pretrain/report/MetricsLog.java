package avts.pretrain.report;

import avts.pretrain.report.Report.Point;
import avts.pretrain.train.listener.MetricsFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of a run's {@code metrics.jsonl} as curves over the step.
 *
 * @param curves points by key; keys of nested objects are joined by dots, as in {@code
 *     accuracy.hard}
 */
public record MetricsLog(Map<String, List<Point>> curves) {
  private static final String STEP = "step";

  /** Copies the curves. */
  public MetricsLog {
    Map<String, List<Point>> copy = new LinkedHashMap<>();
    curves.forEach((key, points) -> copy.put(key, List.copyOf(points)));
    curves = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the log. A last line without its end, as a killed run leaves it, is not read.
   *
   * @throws IOException if the file cannot be read or a line is not a JSON object with a step; the
   *     message names file and line
   */
  public static MetricsLog read(Path file) throws IOException {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    MetricsFile.read(file, line -> collect(line, "", line.path(STEP).asDouble(), curves));
    return new MetricsLog(curves);
  }

  private static void collect(
      JsonNode node, String path, double step, Map<String, List<Point>> curves) {
    node.properties()
        .forEach(
            field -> {
              String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
              JsonNode value = field.getValue();
              if (value.isObject()) {
                collect(value, key, step, curves);
              } else if (value.isNumber() && !key.equals(STEP)) {
                curves
                    .computeIfAbsent(key, name -> new ArrayList<>())
                    .add(new Point(step, value.asDouble()));
              }
            });
  }

  /**
   * Returns {@code points} thinned to at most {@code count} by averaging neighbours, so that long
   * runs stay readable.
   */
  static List<Point> thinned(List<Point> points, int count) {
    if (points.size() <= count) {
      return points;
    }
    List<Point> thinned = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * points.size() / count);
      int to = (int) ((long) (i + 1) * points.size() / count);
      List<Point> part = points.subList(from, to);
      thinned.add(
          new Point(
              part.stream().mapToDouble(Point::x).average().orElseThrow(),
              part.stream().mapToDouble(Point::y).average().orElseThrow()));
    }
    return thinned;
  }
}

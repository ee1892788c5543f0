package avts.transfer.curve;

import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import avts.transfer.curve.CurveFigures.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Learning curves: accuracy against labelled repetitions, a chart for each stream. */
final class CurveCharts {

  private CurveCharts() {}

  /**
   * Draws the rows that are named.
   *
   * @param drawn names of the rows
   */
  static List<Chart> of(List<Row> rows, Set<String> drawn) {
    Map<String, List<Row>> streams = new LinkedHashMap<>();
    for (Row row : rows) {
      if (drawn.contains(row.row())) {
        streams.computeIfAbsent(row.stream(), stream -> new ArrayList<>()).add(row);
      }
    }
    List<Chart> charts = new ArrayList<>();
    streams.forEach(
        (stream, some) ->
            charts.add(
                new Chart(
                    "Learning curve, " + stream,
                    "whiskers: intervals over takes",
                    Kind.LINE,
                    "labelled repetitions",
                    "accuracy, %",
                    lines(some))));
    return charts;
  }

  private static List<Series> lines(List<Row> rows) {
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    rows.stream()
        .sorted(Comparator.comparingInt(Row::repetitions))
        .forEach(
            row ->
                lines
                    .computeIfAbsent(row.row(), name -> new ArrayList<>())
                    .add(
                        new Point(
                            row.repetitions(),
                            100 * row.accuracy().value(),
                            100 * row.accuracy().low(),
                            100 * row.accuracy().high())));
    return lines.entrySet().stream()
        .map(line -> new Series(line.getKey(), line.getValue()))
        .toList();
  }
}

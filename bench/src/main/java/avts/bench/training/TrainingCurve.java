package avts.bench.training;

import avts.pretrain.report.MetricsLog;
import avts.pretrain.report.Report.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a training went.
 *
 * @param engine what ran it
 * @param seed its seed
 * @param stepMillis mean time of a step, waiting for data included
 * @param waitShare share of a step's time that it waits for data, 0 to 1
 * @param validations what was measured after epochs
 */
record TrainingCurve(
    String engine, long seed, double stepMillis, double waitShare, List<Validated> validations) {

  /**
   * A validation.
   *
   * @param step steps made before
   * @param seconds time of these steps; validations are not in it
   * @param value what was measured
   */
  record Validated(long step, double seconds, double value) {}

  /** Copies the list. */
  TrainingCurve {
    validations = List.copyOf(validations);
  }

  /**
   * Reads the log of a run, which tells every step.
   *
   * @param metric what validations are read, such as {@code hard.accuracy}
   * @throws IOException if the log cannot be read or never tells the metric
   */
  static TrainingCurve read(String engine, long seed, Path run, String metric) throws IOException {
    MetricsLog log = MetricsLog.read(run.resolve("metrics.jsonl"));
    List<Point> seconds = log.curves().getOrDefault("seconds", List.of());
    List<Point> waits = log.curves().getOrDefault("data_wait_share", List.of());
    List<Point> values = log.curves().getOrDefault("evaluation." + metric, List.of());
    if (seconds.isEmpty() || values.isEmpty()) {
      throw new IOException(run + " tells no " + metric + ": it has " + log.curves().keySet());
    }
    List<Validated> validations = new ArrayList<>();
    for (Point value : values) {
      double until =
          seconds.stream()
              .filter(point -> point.x() <= value.x())
              .mapToDouble(Point::y)
              .max()
              .orElse(0);
      validations.add(new Validated(Math.round(value.x()), until, value.y()));
    }
    Point last = seconds.get(seconds.size() - 1);
    return new TrainingCurve(
        engine,
        seed,
        last.y() / last.x() * 1000,
        waits.stream().mapToDouble(Point::y).average().orElse(0),
        validations);
  }

  /** Returns the first validation that reaches a value. */
  Optional<Validated> reaching(double wanted) {
    return validations.stream().filter(validated -> validated.value() >= wanted).findFirst();
  }

  /** Returns the largest value. */
  OptionalDouble best() {
    return validations.stream().mapToDouble(Validated::value).max();
  }
}

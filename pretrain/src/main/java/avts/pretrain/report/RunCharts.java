package avts.pretrain.report;

import avts.pretrain.eval.OffsetFigures;
import avts.pretrain.eval.ScoredPair;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Charts of a run: curves of training, histograms of scores, the offset curve. */
public final class RunCharts {
  private static final int MAX_POINTS = 400;
  private static final int BINS = 24;
  private static final String EVALUATION = "evaluation.";

  private RunCharts() {}

  /** Returns the curves of {@code log}; those without points are left out. */
  public static List<Chart> training(MetricsLog log, String note) {
    List<Chart> charts = new ArrayList<>();
    line(log, note, "Loss", "loss", key -> key.equals("loss") || key.equals("epoch_loss"))
        .ifPresent(charts::add);
    line(
            log,
            note + "; two-way choice within the batch, chance 0.5",
            "Accuracy in training",
            "accuracy",
            key -> key.endsWith(".accuracy") && !key.startsWith(EVALUATION))
        .ifPresent(charts::add);
    line(
            log,
            note + "; chance 0.5",
            "Accuracy in validation",
            "accuracy",
            key -> key.startsWith(EVALUATION) && key.endsWith("accuracy"))
        .ifPresent(charts::add);
    line(log, note, "Distances in training", "distance", key -> key.endsWith("_distance"))
        .ifPresent(charts::add);
    line(log, note, "Cosine to the teacher", "cosine", key -> key.endsWith(".cosine"))
        .ifPresent(charts::add);
    line(log, note, "Learning rate", "learning rate", key -> key.equals("learning_rate"))
        .ifPresent(charts::add);
    line(log, note, "Speed", "clips/s", key -> key.equals("clips_per_second"))
        .ifPresent(charts::add);
    return charts;
  }

  private static Optional<Chart> line(
      MetricsLog log, String note, String title, String yTitle, Predicate<String> wanted) {
    List<Series> series =
        log.curves().entrySet().stream()
            .filter(curve -> wanted.test(curve.getKey()))
            .map(
                curve ->
                    new Series(curve.getKey(), MetricsLog.thinned(curve.getValue(), MAX_POINTS)))
            .toList();
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(new Chart(title, note, Kind.LINE, "step", yTitle, series));
  }

  /**
   * Returns the histogram of the scores of one class of pairs, aligned against misaligned.
   *
   * @param name name of the class
   * @param pairs its scored pairs, with both kinds
   */
  public static Chart scores(String name, List<ScoredPair> pairs, String note) {
    double[] all = pairs.stream().mapToDouble(ScoredPair::score).toArray();
    double[] aligned =
        pairs.stream().filter(ScoredPair::aligned).mapToDouble(ScoredPair::score).toArray();
    double[] misaligned =
        pairs.stream().filter(pair -> !pair.aligned()).mapToDouble(ScoredPair::score).toArray();
    return new Chart(
        "Scores, " + name + " pairs",
        note,
        Kind.BAR,
        "score (minus the distance, or the logit)",
        "share",
        List.of(
            Histogram.series("aligned", aligned, all, BINS),
            Histogram.series("misaligned", misaligned, all, BINS)));
  }

  /** Returns the score against the shift of the sound. */
  public static Chart offsets(OffsetFigures figures, String note) {
    return new Chart(
        "Score against shift",
        note,
        Kind.LINE,
        "start of sound minus start of pictures, frames",
        "score",
        List.of(
            curve("90th percentile", figures, OffsetFigures.Shift::p90),
            curve("median", figures, OffsetFigures.Shift::median),
            curve("10th percentile", figures, OffsetFigures.Shift::p10)));
  }

  private static Series curve(
      String name, OffsetFigures figures, ToDoubleFunction<OffsetFigures.Shift> value) {
    return new Series(
        name,
        figures.curve().stream()
            .map(shift -> new Point(shift.frames(), value.applyAsDouble(shift)))
            .toList());
  }
}

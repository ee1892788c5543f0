package avts.pretrain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.FixedPairs.Row;
import avts.pretrain.eval.OffsetFigures;
import avts.pretrain.eval.ScoredPair;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Point;
import avts.pretrain.report.Report.Series;
import avts.pretrain.testing.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunChartsTest {

  @TempDir Path folder;

  private static List<String> names(Chart chart) {
    return chart.series().stream().map(Series::name).toList();
  }

  @Test
  void cosinesToATeacherAreDrawnTogether() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(
        file,
        """
        {"type":"step","step":3,"clips":{"clips":4,"cosine":0.25,"accuracy":0.5}}
        {"type":"evaluation","step":4,"evaluation":{"score":0.5,"clips.cosine":0.5}}
        """);
    Chart chart =
        RunCharts.training(MetricsLog.read(file), "seed 1").stream()
            .filter(any -> any.title().equals("Cosine to the teacher"))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of("clips.cosine", "evaluation.clips.cosine"), names(chart));
    assertEquals(List.of(new Point(3, 0.25)), chart.series().get(0).points());
  }

  @Test
  void everyCurveLandsInOneChart() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(
        file,
        """
        {"type":"step","step":1,"epoch":0,"loss":0.5,"learning_rate":0.01,"easy":{"accuracy":0.6}}
        {"type":"step","step":2,"loss":0.4,"clips_per_second":12,"positive_distance":0.3}
        {"type":"epoch","step":2,"epoch_loss":0.45,"hard":{"accuracy":0.5}}
        {"type":"evaluation","step":2,"evaluation":{"hard":{"accuracy":0.7,"roc_auc":0.8}}}
        """);
    List<Chart> charts = RunCharts.training(MetricsLog.read(file), "seed 1");
    assertEquals(
        List.of(
            "Loss",
            "Accuracy in training",
            "Accuracy in validation",
            "Distances in training",
            "Learning rate",
            "Speed"),
        charts.stream().map(Chart::title).toList());
    assertEquals(List.of("loss", "epoch_loss"), names(charts.get(0)));
    assertEquals(List.of("easy.accuracy", "hard.accuracy"), names(charts.get(1)));
    assertEquals(List.of("evaluation.hard.accuracy"), names(charts.get(2)));
    assertEquals(List.of("positive_distance"), names(charts.get(3)));
    assertEquals(
        List.of(new Point(1, 0.5), new Point(2, 0.4)), charts.get(0).series().get(0).points());
    charts.forEach(chart -> assertTrue(chart.note().startsWith("seed 1"), chart.note()));
    charts.forEach(chart -> assertEquals(Kind.LINE, chart.kind()));
  }

  @Test
  void withoutPointsThereIsNoChartAndLongCurvesAreThinned() {
    assertEquals(List.of(), RunCharts.training(new MetricsLog(Map.of()), "n"));
    List<Point> points = IntStream.range(0, 1001).mapToObj(i -> new Point(i, i % 2)).toList();
    List<Chart> charts = RunCharts.training(new MetricsLog(Map.of("loss", points)), "n");
    assertEquals(1, charts.size());
    assertEquals(400, charts.get(0).series().get(0).points().size());
  }

  @Test
  void barsAreSharesOfEachClassOverCommonBins() {
    RandomGenerator random = new SplittableRandom(5);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      // The classes lie apart, so neither alone spans the bins.
      boolean aligned = i % 5 == 0;
      pairs.add(new ScoredPair(Row.HARD, aligned, "g", random.nextGaussian() + (aligned ? 3 : 0)));
    }
    Chart chart = RunCharts.scores("hard", pairs, "n");
    assertEquals("Scores, hard pairs", chart.title());
    assertEquals(Kind.BAR, chart.kind());
    assertEquals(List.of("aligned", "misaligned"), names(chart));
    List<Point> aligned = chart.series().get(0).points();
    List<Point> misaligned = chart.series().get(1).points();
    double width = aligned.get(1).x() - aligned.get(0).x();
    assertEquals(24, aligned.size());
    double highest = pairs.stream().mapToDouble(ScoredPair::score).max().orElseThrow();
    for (int bin = 0; bin < 24; bin++) {
      double from = aligned.get(bin).x() - width / 2;
      boolean last = bin == 23;
      assertEquals(aligned.get(bin).x(), misaligned.get(bin).x());
      for (boolean kind : new boolean[] {true, false}) {
        long all = pairs.stream().filter(pair -> pair.aligned() == kind).count();
        long inside =
            pairs.stream()
                .filter(pair -> pair.aligned() == kind)
                .filter(pair -> pair.score() >= from - 1e-9)
                .filter(
                    pair -> pair.score() < from + width - 1e-9 || (last && pair.score() == highest))
                .count();
        assertEquals((double) inside / all, (kind ? aligned : misaligned).get(bin).y(), 1e-12);
      }
    }
  }

  @Test
  void aClassWithoutMisalignedPairsIsRefused() {
    List<ScoredPair> pairs = List.of(new ScoredPair(Row.HARD, true, "g", 1));
    Refusals.assertRefused(
        IllegalArgumentException.class,
        "misaligned: there are no values",
        () -> RunCharts.scores("hard", pairs, "n"));
  }

  @Test
  void theOffsetChartShowsThePercentilesAtEachShift() {
    List<OffsetFigures.WindowCurve> curves = new ArrayList<>();
    for (int window = 0; window < 11; window++) {
      curves.add(new OffsetFigures.WindowCurve(0, new double[] {window, 10 + window, -window}));
    }
    Chart chart = RunCharts.offsets(OffsetFigures.of(curves), "n");
    assertEquals(List.of("90th percentile", "median", "10th percentile"), names(chart));
    // Of 0..10 the 90th percentile is 9, the median 5, the 10th percentile 1.
    assertEquals(
        List.of(new Point(-1, 9), new Point(0, 19), new Point(1, -1)),
        chart.series().get(0).points());
    assertEquals(
        List.of(new Point(-1, 5), new Point(0, 15), new Point(1, -5)),
        chart.series().get(1).points());
    assertEquals(
        List.of(new Point(-1, 1), new Point(0, 11), new Point(1, -9)),
        chart.series().get(2).points());
  }
}

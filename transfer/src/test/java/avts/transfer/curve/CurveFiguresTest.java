package avts.transfer.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.eval.Measurement;
import avts.pretrain.report.KeptFigures;
import avts.pretrain.report.Report;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Series;
import avts.pretrain.report.Report.Table;
import avts.transfer.curve.CurveScores.Point;
import avts.transfer.run.TransferConfig;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CurveFiguresTest {
  private static final List<Take> TAKES = RotationTest.takes(3);
  private static final CurveConfig CONFIG =
      RotationTest.config("streams=[video]", "seeds=[1,2]", "bootstrap_draws=100");

  @TempDir Path folder;

  private static CurveTransfer transfer(String... overrides) {
    TransferConfig config =
        ConfigReader.read(
                Path.of("..", "configs", "letters-curve-transfer.yaml"),
                List.of(overrides),
                TransferConfig.class)
            .value();
    return new CurveTransfer(config.tdl(), config.allRows(), "unimodal", "0123456789abcdef");
  }

  /** Answers of one seed: the takes named are told right, the others wrong. */
  private static void answer(CurveScores scores, Point point, List<Integer> right) {
    for (int repetition = 1; repetition <= 3; repetition++) {
      int tested = repetition;
      List<Integer> fold =
          IntStream.range(0, TAKES.size())
              .filter(i -> TAKES.get(i).repetition() == tested)
              .boxed()
              .toList();
      double[][] told = new double[fold.size()][];
      for (int i = 0; i < told.length; i++) {
        boolean first = TAKES.get(fold.get(i)).label().equals("A") == right.contains(fold.get(i));
        told[i] = first ? new double[] {0.9, 0.1} : new double[] {0.2, 0.8};
      }
      scores.add(point, fold, told);
    }
  }

  private static CurveFigures figures() throws IOException, MediaException {
    Rotation rotation =
        Rotation.of(
            TAKES, CONFIG, new Rotation.Models(List.of("run/step-1"), (m, asked) -> 0, false));
    CurveScores scores = new CurveScores(LabelledTakes.of(TAKES), rotation.asked());
    for (int size : List.of(1, 2)) {
      answer(scores, new Point(CurveStream.VIDEO, "pretrained", size), List.of(0, 1, 2, 3, 4, 5));
      answer(scores, new Point(CurveStream.VIDEO, "pretrained", size), List.of(0, 1, 2));
      answer(scores, new Point(CurveStream.VIDEO, "scratch", size), List.of(0, 6));
      answer(scores, new Point(CurveStream.VIDEO, "scratch", size), List.of(0));
    }
    answer(scores, new Point(CurveStream.VIDEO, "TDL unimodal", 1), List.of(1));
    answer(scores, new Point(CurveStream.VIDEO, "TDL knn-0-mostly", 1), List.of(1, 2, 3));
    answer(scores, new Point(CurveStream.VIDEO, "TDL real-only-0-mostly", 1), List.of(1, 2));
    return CurveFigures.of(
        "made",
        List.of("run/step-1"),
        rotation,
        scores,
        new CurveFigures.Settings(CONFIG, transfer(), 2));
  }

  private static CurveFigures.Row row(CurveFigures figures, String name, int repetitions) {
    return figures.rows().stream()
        .filter(row -> row.row().equals(name) && row.repetitions() == repetitions)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void figuresAreThoseWorkedOutByHand() throws IOException, MediaException {
    CurveFigures figures = figures();
    assertEquals(12, figures.testTakes());
    assertEquals(0.5, figures.chance());
    CurveFigures.Row pretrained = row(figures, "pretrained", 1);
    // Right by one seed or both: 6 + 3 of 24 answers; scratch 2 + 1.
    assertEquals(9 / 24.0, pretrained.accuracy().value(), 1e-12);
    assertEquals(3 / 24.0, row(figures, "scratch", 1).accuracy().value(), 1e-12);
    assertEquals(4, pretrained.labelledTakes());
    assertEquals(8, row(figures, "pretrained", 2).labelledTakes());
    assertEquals("scratch", pretrained.against());
    assertEquals(6 / 24.0, Objects.requireNonNull(pretrained.gain()).value(), 1e-12);
    // In halves: takes 1 and 2 differ by 2, takes 3 to 5 by 1, take 6 by -1, take 0 not at all.
    assertEquals(
        exact(new int[] {2, 2, 1, 1, 1, -1}), Objects.requireNonNull(pretrained.p()), 0.02);
    CurveFigures.Row mapped = row(figures, "TDL knn-0-mostly", 1);
    assertEquals("TDL unimodal", mapped.against());
    assertEquals(2 / 12.0, Objects.requireNonNull(mapped.gain()).value(), 1e-12);
    assertNull(row(figures, "TDL unimodal", 1).gain());
    assertNull(row(figures, "scratch", 1).p());
  }

  /** The exact p of the sign-flip test, over all signs. */
  private static double exact(int[] differences) {
    int observed = Arrays.stream(differences).sum();
    int asLarge = 0;
    for (int signs = 0; signs < 1 << differences.length; signs++) {
      int sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
      }
      asLarge += Math.abs(sum) >= Math.abs(observed) ? 1 : 0;
    }
    return asLarge / (double) (1 << differences.length);
  }

  @Test
  void curveHasALineForEveryRowButTheControls() throws IOException, MediaException {
    List<Chart> curves = figures().curves();
    assertEquals(1, curves.size(), "one stream");
    List<Series> lines = curves.get(0).series();
    assertEquals(
        List.of("pretrained", "scratch", "TDL unimodal", "TDL knn-0-mostly"),
        lines.stream().map(Series::name).toList());
    Report.Point first = lines.get(0).points().get(0);
    assertEquals(1, first.x());
    assertEquals(37.5, first.y(), 1e-9);
    double low = Objects.requireNonNull(first.low());
    double high = Objects.requireNonNull(first.high());
    assertTrue(low < 37.5 && 37.5 < high, first.toString());
    assertEquals(2, lines.get(0).points().size());
  }

  @Test
  void pageAndKeptFiguresShowTheCurve() throws IOException, MediaException {
    CurveFigures figures = figures();
    Measurement<CurveFigures> measured =
        new Measurement<>(
            "eval takes", figures.protocol(), 1, "run/step-1", "0123456789abcdef", figures);
    CurvePage.write(measured, List.of(), folder.resolve("curve.html"));
    String page = Files.readString(folder.resolve("curve.html"));
    assertTrue(page.contains("\"title\":\"Learning curve, video\""), "the chart's data");
    assertTrue(page.contains("\"x\":1.0,\"y\":37.5,\"low\":"), "a point with its interval");
    assertTrue(page.contains("repetition 3 by run/step-1"), "which model was asked");
    KeptFigures.keep(folder, measured);
    KeptFigures kept = KeptFigures.of(folder);
    assertEquals(figures.curves().get(0).series(), kept.charts().get(0).series());
    assertEquals("eval takes, Learning curve, video", kept.charts().get(0).title());
    assertEquals(
        List.of("eval takes, folds", "eval takes, rows", "eval takes"),
        kept.tables().stream().map(Table::title).toList());
  }

  @Test
  void takesThatWereNotAskedAndOtherWindowsAreRefused() {
    CurveScores scores = new CurveScores(LabelledTakes.of(TAKES), List.of(0, 1));
    Point point = new Point(CurveStream.VIDEO, "scratch", 1);
    scores.add(point, List.of(0), new double[][] {{1, 0}});
    assertThrows(IllegalArgumentException.class, () -> scores.of(point));
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> transfer("tdl.encoders.windows.parts=3").requireWindows(CONFIG.windows()))
                .getMessage());
    assertTrue(message.contains("tdl.encoders.windows"), message);
    assertThrows(IllegalArgumentException.class, () -> transfer("tdl.encoders.start=scratch"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CurveTransfer(transfer().tdl(), transfer().rows(), "audio", "0123"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CurveTransfer(
                transfer().tdl(),
                List.of(new Row(RowConfig.Kind.UNFROZEN, 0, RowConfig.Mix.WITH_VIDEO)),
                "unfrozen",
                "0123"));
  }
}

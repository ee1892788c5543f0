package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.random.Seeds;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncEvaluatorTest {
  private static final EvaluationConfig CONFIG =
      new EvaluationConfig(
          new FixedPairsConfig(1, 3, 2, 4),
          List.of(Row.EASY, Row.HARD),
          List.of(20, 80, 1000),
          25,
          300,
          0.95,
          5);

  private static SyncEvaluator.Result evaluate(boolean deaf)
      throws MediaException, InterruptedException {
    return new SyncEvaluator(SignalFiles.embedder(deaf), CONFIG, new Seeds(1))
        .evaluate(new SignalFiles(6, 1).set(5), new SignalFiles(12, 2).set(6));
  }

  @Test
  void anIdealNetworkIsRightEverywhere() throws MediaException, InterruptedException {
    SyncEvaluator.Result result = evaluate(false);
    for (Row row : List.of(Row.EASY, Row.HARD, Row.SUPER_HARD)) {
      ClassFigures figures = result.sync().of(row).orElseThrow();
      assertEquals(1, figures.accuracy().value(), row.key());
      assertEquals(1, figures.rocAuc().value(), row.key());
      assertEquals(0, figures.equalErrorRate(), row.key());
      // A swap takes two files in easy pairs, one in the others.
      assertEquals(12 * 3 * (row == Row.EASY ? 2 : 4), figures.pairs(), row.key());
      assertEquals(12, figures.groups(), row.key());
    }
    assertEquals(
        List.of("hard pairs", "20 ms", "80 ms", "1000 ms"),
        result.twoWay().stream().map(TwoWayFigures::shift).toList());
    result.twoWay().forEach(row -> assertEquals(1, row.right().value(), row.shift()));
    assertEquals(6, result.blind().size());
    assertEquals(List.of(), result.failedControls());
  }

  @Test
  void aDeafNetworkStaysAtChance() throws MediaException, InterruptedException {
    SyncEvaluator.Result result = evaluate(true);
    ClassFigures hard = result.sync().of(Row.HARD).orElseThrow();
    assertEquals(0.5, hard.accuracy().value(), 0.15);
    assertEquals(0.5, hard.rocAuc().value(), 0.15);
    assertEquals(0.5, result.twoWay().get(0).right().value(), 0.2);
  }

  @Test
  void theCurvePeaksAtZeroAndEveryOffsetIsFound() throws MediaException, InterruptedException {
    OffsetFigures figures =
        new OffsetEvaluator(SignalFiles.embedder(false)).evaluate(new SignalFiles(5, 3).set(6));
    assertEquals(10, figures.windows());
    assertEquals(5, figures.files());
    assertEquals(9, figures.curve().size());
    assertEquals(0, figures.peakFrames());
    assertEquals(new OffsetFigures.Within(1, 1, 1), figures.perWindow());
    assertEquals(new OffsetFigures.Within(1, 1, 1), figures.perFile());
    assertEquals(0, figures.curve().get(4).p10(), 1e-6);
  }

  @Test
  void offsetFiguresByHand() {
    OffsetFigures figures =
        OffsetFigures.of(
            List.of(
                new OffsetFigures.WindowCurve(0, new double[] {0, 2, 4, 2, 0}),
                new OffsetFigures.WindowCurve(0, new double[] {0, 2, 4, 6, 0}),
                new OffsetFigures.WindowCurve(1, new double[] {1, 1, 1, 1, 1})));
    // Means 1/3, 5/3, 3, 3, 1/3: of two equal peaks the outer one.
    assertEquals(1, figures.peakFrames());
    assertEquals(1.0 / 3, figures.perWindow().frames0(), 1e-12);
    assertEquals(2.0 / 3, figures.perWindow().frames1(), 1e-12);
    assertEquals(1, figures.perWindow().frames2(), 1e-12);
    assertEquals(new OffsetFigures.Within(0, 0.5, 1), figures.perFile());
    // Half height is 5/3: half a frame right of the peak, two frames left of it.
    assertEquals(2.5, figures.widthFrames(), 1e-9);
  }

  @Test
  void eachHalfIsEmbeddedOnceAndAnUnknownOneRefused() throws MediaException, InterruptedException {
    ClipEmbeddings.Source source = new SignalFiles(2, 4).set(1).source();
    List<Window> windows =
        List.of(new Window(1, 5, 200), new Window(0, 3, 120), new Window(1, 5, 240));
    ClipEmbeddings video = ClipEmbeddings.video(SignalFiles.embedder(false), source, windows);
    assertEquals(2, video.count());
    float[] rows = video.of(List.of(windows.get(2), windows.get(0)));
    assertArrayEquals(Arrays.copyOfRange(rows, 0, 10), Arrays.copyOfRange(rows, 10, 20));
    assertEquals(3, ClipEmbeddings.audio(SignalFiles.embedder(false), source, windows).count());
    assertThrows(IllegalArgumentException.class, () -> video.of(List.of(new Window(0, 4, 120))));
  }

  @Test
  void twoWayCountsTiesHalf() {
    TwoWayFigures figures =
        TwoWayFigures.of(
            "80 ms",
            List.of(
                new TwoWayFigures.Choice("a", 2, 1),
                new TwoWayFigures.Choice("b", 1, 1),
                new TwoWayFigures.Choice("c", 0, 1),
                new TwoWayFigures.Choice("c", 2, 1)),
            CONFIG.bootstrap(),
            new Seeds(1).generator(Seeds.Purpose.BOOTSTRAP, 0, 0));
    assertEquals(2.5 / 4, figures.right().value(), 1e-12);
    assertEquals(3, figures.groups());
    assertTrue(TwoWayFigures.table(List.of(figures)).lines().get(1).contains("62.5 %"));
  }
}

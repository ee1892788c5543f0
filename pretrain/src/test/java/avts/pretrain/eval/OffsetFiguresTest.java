package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.FixedPairs;
import avts.pretrain.eval.OffsetFigures.WindowCurve;
import avts.pretrain.testing.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetFiguresTest {

  /** Noise with a hill of width 3 somewhere near the middle. */
  private static List<WindowCurve> curves(int windows, int length, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<WindowCurve> curves = new ArrayList<>();
    for (int window = 0; window < windows; window++) {
      double middle = length / 2 + random.nextInt(5) - 2;
      double[] scores = new double[length];
      Arrays.setAll(
          scores, i -> random.nextDouble() + 3 * Math.exp(-Math.pow((i - middle) / 1.5, 2)));
      curves.add(new WindowCurve(window / 3, scores));
    }
    return curves;
  }

  @Test
  void theWidthByHand() {
    // Peak 4, floor 0: half height 2 lies a third of a frame right of 1 (3 -> 0) and at -1.
    OffsetFigures figures =
        OffsetFigures.of(List.of(new WindowCurve(0, new double[] {0, 2, 4, 3, 0})));
    assertEquals(0, figures.peakFrames());
    assertEquals(1 + 1 + 1.0 / 3, figures.widthFrames(), 1e-12);
    // A peak at the end has one side only.
    assertEquals(
        1, OffsetFigures.of(List.of(new WindowCurve(0, new double[] {0, 2, 4}))).widthFrames());
  }

  @Test
  void laterSoundMirrorsTheCurve() {
    List<WindowCurve> curves = curves(12, 13, 1);
    OffsetFigures figures = OffsetFigures.of(curves);
    OffsetFigures mirrored =
        OffsetFigures.of(
            curves.stream()
                .map(
                    curve ->
                        new WindowCurve(
                            curve.file(),
                            IntStream.range(0, 13)
                                .mapToDouble(i -> curve.scores()[12 - i])
                                .toArray()))
                .toList());
    assertEquals(-figures.peakFrames(), mirrored.peakFrames());
    assertEquals(figures.widthFrames(), mirrored.widthFrames(), 1e-12);
    assertEquals(figures.perWindow(), mirrored.perWindow());
    assertEquals(figures.perFile(), mirrored.perFile());
    for (int i = 0; i < 13; i++) {
      assertEquals(figures.curve().get(i).median(), mirrored.curve().get(12 - i).median());
      assertEquals(i - 6, figures.curve().get(i).frames());
    }
  }

  @Test
  void anotherScaleOfScoresChangesNoOffset() {
    List<WindowCurve> curves = curves(12, 13, 2);
    OffsetFigures figures = OffsetFigures.of(curves);
    OffsetFigures scaled =
        OffsetFigures.of(
            curves.stream()
                .map(
                    curve ->
                        new WindowCurve(
                            curve.file(),
                            Arrays.stream(curve.scores()).map(s -> 8 * s - 100).toArray()))
                .toList());
    assertEquals(figures.peakFrames(), scaled.peakFrames());
    assertEquals(figures.widthFrames(), scaled.widthFrames(), 1e-9);
    assertEquals(figures.perWindow(), scaled.perWindow());
    assertEquals(figures.perFile(), scaled.perFile());
    assertEquals(8 * figures.curve().get(3).p90() - 100, scaled.curve().get(3).p90(), 1e-9);
  }

  @Test
  void sharesEqualThoseCountedOneByOne() {
    List<WindowCurve> curves = curves(30, 13, 3);
    int[] within = new int[3];
    for (WindowCurve curve : curves) {
      double highest = Arrays.stream(curve.scores()).max().orElseThrow();
      for (int frames = 0; frames < 3; frames++) {
        for (int i = 6 - frames; i <= 6 + frames; i++) {
          within[frames] += curve.scores()[i] == highest ? 1 : 0;
        }
      }
    }
    OffsetFigures figures = OffsetFigures.of(curves);
    assertTrue(within[0] > 0 && within[0] < within[1] && within[1] < within[2], "a fair example");
    assertEquals(within[0] / 30.0, figures.perWindow().frames0());
    assertEquals(within[1] / 30.0, figures.perWindow().frames1());
    assertEquals(within[2] / 30.0, figures.perWindow().frames2());
    assertEquals(30, figures.windows());
    assertEquals(10, figures.files());
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 0, 2})
  void soundThatComesLateIsFoundLate(int lateFrames) throws Exception {
    EvaluationSet set = new SignalFiles(5, 3).set(6);
    EvaluationSet late =
        new EvaluationSet(
            new ClipEmbeddings.Source(
                new NotedClips(set.source().clips(), lateFrames), set.source().batches()),
            set.entries(),
            set.sampler(),
            set.pairs());
    OffsetFigures figures = new OffsetEvaluator(SignalFiles.embedder(false)).evaluate(late);
    assertEquals(lateFrames, figures.peakFrames());
    assertEquals(
        new OffsetFigures.Within(
            lateFrames == 0 ? 1 : 0, lateFrames == 0 ? 1 : 0, Math.abs(lateFrames) <= 2 ? 1 : 0),
        figures.perWindow());
    assertEquals(figures.perWindow(), figures.perFile());
  }

  @Test
  void curvesThatDoNotBelongTogetherAreRefused() {
    Refusals.assertRefused(
        IllegalArgumentException.class, "max_shift_frames", () -> OffsetFigures.of(List.of()));
    Refusals.assertRefused(
        IllegalArgumentException.class,
        "odd number",
        () -> OffsetFigures.of(List.of(new WindowCurve(0, new double[4]))));
    Refusals.assertRefused(
        IllegalArgumentException.class,
        "odd number",
        () ->
            OffsetFigures.of(
                List.of(new WindowCurve(0, new double[3]), new WindowCurve(0, new double[5]))));
    EvaluationSet set = new SignalFiles(2, 3).set(6);
    EvaluationSet noWindows =
        new EvaluationSet(
            set.source(),
            set.entries(),
            set.sampler(),
            new FixedPairs(set.pairs().header(), set.pairs().swaps(), List.of()));
    Refusals.assertRefused(
        IllegalArgumentException.class,
        "too short",
        () -> new OffsetEvaluator(SignalFiles.embedder(false)).evaluate(noWindows));
  }
}

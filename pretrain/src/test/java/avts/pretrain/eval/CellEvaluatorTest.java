package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.ClipSource;
import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.random.Seeds;
import avts.datasets.synth.Truth;
import avts.datasets.testing.SynthFixture;
import avts.datasets.time.FrameRate;
import avts.pretrain.eval.floor.EnvelopeRule;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.testing.Refusals;
import avts.pretrain.testing.SynthSets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellEvaluatorTest {
  private static final EvaluationConfig CONFIG =
      new EvaluationConfig(
          new FixedPairsConfig(1, 3, 2, 4), List.of(Row.HARD), List.of(80), 5, 200, 0.95, 2);

  /** Files 0 and 1 of the variants sound like files 0 and 1 of the test, 2 and 3 unlike any. */
  private static final SignalFiles TESTED = new SignalFiles(2, 7);

  private static final SignalFiles RENDERED = new SignalFiles(4, 7);

  @TempDir Path folder;

  private static Truth truth(String file, String of, String what, String when) {
    Truth.SoundingObject object = object();
    return new Truth(
        file,
        of,
        what,
        when,
        1,
        "held-out",
        of,
        new Truth.Picture(64, 48, FrameRate.of(25), 250, "plain", 0),
        new Truth.Sound(16_000, 160_000, 30),
        object,
        object,
        List.of(),
        List.of());
  }

  private static Truth.SoundingObject object() {
    try {
      return Truth.readAll(SynthFixture.ordinary(1, 31)).get(0).seen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names differ in folder and ending, as those of a prepared store do. */
  private static List<Truth> truths() {
    return List.of(
        truth(".variants/v0.mp4", "v0.mp4", "other", "same"),
        truth(".variants/v1.mp4", "media/v1.mp4.mov", "other", "same"),
        truth(".variants/v2.mp4", "v0.mp4", "same", "redrawn"),
        truth("v3.webm", "v1.mp4", "same", "redrawn"));
  }

  private static CellEvaluator.Variants variants(List<Truth> truths) {
    return new CellEvaluator.Variants(RENDERED.set(1).source(), RENDERED.entries(), truths);
  }

  private static CellFigures evaluate(boolean deaf, double threshold, List<Truth> truths)
      throws MediaException, InterruptedException {
    return new CellEvaluator(SignalFiles.embedder(deaf), CONFIG, new Seeds(3))
        .evaluate(TESTED.set(6), variants(truths), threshold, 0.9);
  }

  private static Set<Window> windows(EvaluationSet set) {
    Set<Window> windows = new LinkedHashSet<>();
    set.pairs()
        .swaps(Row.HARD)
        .forEach(swap -> Collections.addAll(windows, swap.first(), swap.second()));
    return windows;
  }

  private static CellFigures.Cell cell(CellFigures figures, String name) {
    return figures.cells().stream()
        .filter(cell -> cell.name().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " is not in " + figures));
  }

  @Test
  void anIdealNetworkRejectsRedrawnOnsetsAndAcceptsTheSameSound() throws Exception {
    // An ideal score is 0 for the sound of the same moment, far below for any other.
    CellFigures figures = evaluate(false, -0.5, truths());
    int windows = windows(TESTED.set(6)).size();
    assertEquals(
        List.of("same x same", "other x same", "same x redrawn"),
        figures.cells().stream().map(CellFigures.Cell::name).toList());
    assertEquals(
        new CellFigures.Cell("same x same", windows, 1, null), cell(figures, "same x same"));
    assertEquals(
        new CellFigures.Cell("other x same", windows, 1, new Interval(0.5, 0.5, 0.5)),
        cell(figures, "other x same"));
    assertEquals(
        new CellFigures.Cell("same x redrawn", windows, 0, new Interval(1, 1, 1)),
        cell(figures, "same x redrawn"));
    assertEquals(0.9, figures.hardAccuracy());
  }

  @Test
  void aCellIsMeasuredOnTheFilesThatHaveItAlone() throws Exception {
    // One file alone has the cell, so pairs and accuracy count its windows alone.
    CellFigures figures = evaluate(false, -0.5, truths().subList(0, 3));
    long ofFile0 = windows(TESTED.set(6)).stream().filter(window -> window.file() == 0).count();
    assertEquals(ofFile0, cell(figures, "same x redrawn").pairs());
    assertTrue(ofFile0 < cell(figures, "same x same").pairs());
  }

  @Test
  void sharesAreThoseOfPairsScoredOneByOne() throws Exception {
    double threshold = 0.3;
    EvaluationSet test = TESTED.set(6);
    Slow slow = new Slow(SignalFiles.embedder(true), TESTED, threshold);
    Set<Window> windows = windows(test);
    double own = slow.share(windows, TESTED, window -> window.file());
    double other = slow.share(windows, RENDERED, window -> window.file());
    double redrawn = slow.share(windows, RENDERED, window -> window.file() + 2);
    assertTrue(own > 0 && own < 1 && redrawn > 0 && redrawn < 1, "the threshold cuts");
    CellFigures figures = evaluate(true, threshold, truths());
    assertEquals(own, cell(figures, "same x same").calledInSync(), 1e-12);
    assertEquals(other, cell(figures, "other x same").calledInSync(), 1e-12);
    assertEquals(redrawn, cell(figures, "same x redrawn").calledInSync(), 1e-12);
    Interval accuracy = cell(figures, "same x redrawn").accuracy();
    assertNotNull(accuracy);
    assertEquals((own + 1 - redrawn) / 2, accuracy.value(), 1e-12);
  }

  /** Scores pairs one after the other, with readers of its own. */
  private record Slow(Embedder embedder, ClipSource pictures, double threshold) {

    /** Share called in sync of the pictures of {@code windows} beside the sound of other files. */
    double share(Set<Window> windows, ClipSource sounds, ToIntFunction<Window> soundFile)
        throws MediaException {
      int called = 0;
      for (Window window : windows) {
        float[] video = new float[pictures.videoLength()];
        float[] audio = new float[sounds.audioLength()];
        int file = soundFile.applyAsInt(window);
        try (ClipSource.Reader seen = pictures.open(window.file());
            ClipSource.Reader heard = sounds.open(file)) {
          seen.readVideo(window, null, video, 0);
          heard.readAudio(
              new Window(file, window.startFrame(), window.startSample()), null, audio, 0);
        }
        float score =
            embedder.score(embedder.embedVideo(video, 1), embedder.embedAudio(audio, 1), 1)[0];
        called += score >= threshold ? 1 : 0;
      }
      return (double) called / windows.size();
    }
  }

  @Test
  void theOrderOfTheTruthsChangesNoShare() throws Exception {
    List<Truth> reversed = new ArrayList<>(truths());
    Collections.reverse(reversed);
    CellFigures one = evaluate(true, 0.3, truths());
    CellFigures other = evaluate(true, 0.3, reversed);
    for (CellFigures.Cell cell : one.cells()) {
      assertEquals(cell.calledInSync(), cell(other, cell.name()).calledInSync());
      assertEquals(cell.pairs(), cell(other, cell.name()).pairs());
    }
  }

  @Test
  void variantsOfOtherVideosAreRefused() {
    Refusals.assertRefused(
        IllegalArgumentException.class,
        "none of the re-rendered files belongs to a test file",
        () -> evaluate(false, 0, List.of(truth("v0.mp4", "elsewhere.mp4", "same", "redrawn"))));
  }

  @Test
  void ofRealFilesEachCellHasTheSoundOfItsOwnVariants() throws Exception {
    Path videos = SynthFixture.heldOut(3, 41);
    Manifest ordinary = SynthSets.index(videos, folder.resolve("m.jsonl"));
    Manifest rendered =
        SynthSets.index(videos.resolve(Truth.VARIANTS), folder.resolve("variants.jsonl"));
    EvaluationSet test = SynthSets.set(ordinary, ordinary.usable());
    ClipEmbeddings.Source sounds = SynthSets.source(rendered);
    List<Truth> truths = Truth.readAll(videos);
    Embedder rule = new EnvelopeRule(SynthSets.SHAPE, 0);
    CellFigures figures =
        new CellEvaluator(rule, CONFIG, new Seeds(3))
            .evaluate(
                test, new CellEvaluator.Variants(sounds, rendered.entries(), truths), 0.2, 0.7);
    assertEquals(4, figures.cells().size());
    Slow slow = new Slow(rule, test.source().clips(), 0.2);
    Set<Window> windows = windows(test);
    Set<Double> shares = new HashSet<>();
    for (CellFigures.Cell cell : figures.cells().subList(1, 4)) {
      double expected =
          slow.share(
              windows,
              sounds.clips(),
              window -> variant(truths, ordinary, rendered, window.file(), cell.name()));
      assertEquals(expected, cell.calledInSync(), 1e-12, cell.name());
      assertEquals(windows.size(), cell.pairs(), cell.name());
      shares.add(expected);
    }
    assertTrue(shares.size() > 1, "the cells differ, or nothing is tested");
  }

  /** Returns the number of the file that truth.jsonl names for a cell of an ordinary file. */
  private static int variant(
      List<Truth> truths, Manifest ordinary, Manifest rendered, int file, String cell) {
    String pictures = fileName(ordinary.entries().get(file).path());
    String sound =
        truths.stream()
            .filter(truth -> (truth.what() + " x " + truth.when()).equals(cell))
            .filter(truth -> pictures.equals(truth.variantOf()))
            .map(truth -> fileName(truth.file()))
            .findAny()
            .orElseThrow();
    return IntStream.range(0, rendered.entries().size())
        .filter(i -> fileName(rendered.entries().get(i).path()).equals(sound))
        .findAny()
        .orElseThrow();
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void cellsByHand() {
    List<ScoredPair> pairs =
        List.of(
            new ScoredPair(Row.HARD, true, "a", 2),
            new ScoredPair(Row.HARD, true, "a", 1),
            new ScoredPair(Row.HARD, false, "a", 1),
            new ScoredPair(Row.HARD, false, "b", 0.5),
            new ScoredPair(Row.HARD, false, "b", 0));
    // A score at the threshold counts as in sync.
    CellFigures.Cell aligned = CellFigures.Cell.aligned(pairs.subList(0, 2), 1.5);
    assertEquals(new CellFigures.Cell("same x same", 2, 0.5, null), aligned);
    Interval accuracy = new Interval(0.6, 0.5, 0.7);
    CellFigures.Cell redrawn = CellFigures.Cell.misaligned("same x redrawn", pairs, 0.5, accuracy);
    assertEquals(new CellFigures.Cell("same x redrawn", 3, 2.0 / 3, accuracy), redrawn);
    assertNull(aligned.accuracy());
    List<String> lines = new CellFigures(List.of(aligned, redrawn), 0.62).table().lines();
    assertEquals(3, lines.size());
    assertTrue(
        lines.get(1).startsWith("same x same") && lines.get(1).contains("50.0 %"), lines.get(1));
    assertTrue(
        lines.get(2).contains("66.7 %") && lines.get(2).contains("60.0 % (50.0 to 70.0)"),
        lines.get(2));
  }

  @Test
  void redrawnOnsetsMustLieFivePointsFromHardPairs() {
    assertTrue(redrawn("same x redrawn", 0.86).redrawnLikeHard());
    assertTrue(redrawn("same x redrawn", 0.94).redrawnLikeHard());
    assertFalse(redrawn("same x redrawn", 0.84).redrawnLikeHard());
    assertFalse(redrawn("same x redrawn", 0.96).redrawnLikeHard());
    // The other cells need not: there another thing is heard.
    assertTrue(redrawn("other x same", 0.5).redrawnLikeHard());
  }

  private static CellFigures redrawn(String name, double accuracy) {
    return new CellFigures(
        List.of(
            new CellFigures.Cell(
                name, 10, 0.1, new Interval(accuracy, accuracy - 0.02, accuracy + 0.02))),
        0.9);
  }
}

package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.ClipSource;
import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.pair.PairSampler;
import avts.datasets.pair.ShiftedWindows;
import avts.datasets.random.Seeds;
import avts.datasets.testing.SynthFixture;
import avts.pretrain.eval.floor.ClipShape;
import avts.pretrain.eval.floor.EnvelopeRule;
import avts.pretrain.testing.Refusals;
import avts.pretrain.testing.SynthSets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorsTest {
  private static final EvaluationConfig CONFIG =
      new EvaluationConfig(
          new FixedPairsConfig(1, 3, 2, 4), List.of(Row.HARD), List.of(80, 200), 5, 100, 0.95, 2);
  private static final ClipShape SIGNAL = new ClipShape(1, 10, 1, 1, 10);

  @TempDir static Path folder;

  private static Manifest manifest;
  private static Map<String, Embedder> floors;

  /** Files 0 to 3 are trained on. */
  @BeforeAll
  static void fit() throws Exception {
    manifest = SynthSets.index(SynthFixture.ordinary(10, 51), folder.resolve("m.jsonl"));
    floors =
        new Floors(SynthSets.SHAPE, new Seeds(1))
            .fit(SynthSets.source(manifest), SynthSets.sampler(manifest, List.of(0, 1, 2, 3)));
  }

  private static Embedder floor(Map<String, Embedder> floors, String name) {
    Embedder floor = floors.get(name);
    assertNotNull(floor, name);
    return floor;
  }

  @Test
  void onRealFilesBothFloorsBeatChanceOnVideosTheyDoNotKnow() throws Exception {
    assertEquals(List.of("envelope rule", "ridge regression"), List.copyOf(floors.keySet()));
    EvaluationSet set = SynthSets.set(manifest, List.of(4, 5, 6, 7, 8, 9));
    for (Map.Entry<String, Embedder> floor : floors.entrySet()) {
      SyncEvaluator.Result result =
          new SyncEvaluator(floor.getValue(), CONFIG, new Seeds(1)).evaluate(set, set);
      // The hard pairs of six files are too few to tell.
      for (TwoWayFigures shifted : result.twoWay().subList(1, 3)) {
        assertTrue(shifted.right().low() > 0.5, floor.getKey() + " " + shifted);
      }
    }
  }

  @Test
  void theEnvelopeRuleIsFittedOnEveryFifthWindow() throws Exception {
    PairSampler sampler = SynthSets.sampler(manifest, List.of(0, 1, 2, 3));
    ClipSource clips = SynthSets.source(manifest).clips();
    List<Window> windows = new ArrayList<>();
    for (int file : sampler.usableFiles()) {
      windows.addAll(ShiftedWindows.of(sampler, file, 0, 5));
    }
    float[] video = new float[windows.size() * clips.videoLength()];
    float[] audio = new float[windows.size() * clips.audioLength()];
    for (int i = 0; i < windows.size(); i++) {
      try (ClipSource.Reader reader = clips.open(windows.get(i).file())) {
        reader.readVideo(windows.get(i), null, video, i * clips.videoLength());
        reader.readAudio(windows.get(i), null, audio, i * clips.audioLength());
      }
    }
    EnvelopeRule expected = EnvelopeRule.fit(SynthSets.SHAPE, video, audio, windows.size());
    assertEquals(expected.lag(), ((EnvelopeRule) floor(floors, "envelope rule")).lag());
    assertTrue(
        Math.abs(expected.lag()) <= 1, "sound follows motion at once, lag " + expected.lag());
  }

  @Test
  void ridgeRegressionLearnsASoundThatFollowsFromThePictures() throws Exception {
    Fitted fitted = fit(new SignalFiles(4, 8), 1, 2);
    // 4 files of 241 starts: 49 windows each, all of them read.
    assertEquals(4 * 49, fitted.seen.size());
    SyncEvaluator.Result result =
        new SyncEvaluator(floor(fitted.floors, "ridge regression"), CONFIG, new Seeds(1))
            .evaluate(new SignalFiles(6, 9).set(2), new SignalFiles(6, 10).set(3));
    result.twoWay().forEach(row -> assertEquals(1, row.right().value(), row.toString()));
  }

  @Test
  void atMostFourHundredClipsAreReadTheSameForOneSeed() throws Exception {
    SignalFiles files = new SignalFiles(30, 8);
    Fitted first = fit(files, 1, 1);
    assertEquals(400, first.seen.size());
    assertTrue(first.seen.stream().map(Window::file).distinct().count() > 25, "spread over files");
    Fitted again = fit(files, 1, 3);
    assertEquals(first.seen, again.seen);
    assertArrayEquals(first.prediction(files), again.prediction(files));
  }

  private record Fitted(Map<String, Embedder> floors, Set<Window> seen) {

    float[] prediction(SignalFiles files) throws Exception {
      float[] clip = new float[10];
      try (ClipSource.Reader reader = files.open(3)) {
        reader.readVideo(new Window(3, 17, 680), null, clip, 0);
      }
      return floor(floors, "ridge regression").embedVideo(clip, 1);
    }
  }

  private static Fitted fit(SignalFiles files, long seed, int workers) throws Exception {
    NotedClips noted = new NotedClips(files, 0);
    Map<String, Embedder> floors =
        new Floors(SIGNAL, new Seeds(seed))
            .fit(
                new ClipEmbeddings.Source(noted, new BatchConfig(4, 2, 1, 1, workers, 2)),
                files.set(1).sampler());
    return new Fitted(floors, noted.seen());
  }

  @Test
  void withoutTrainingWindowsNothingIsFitted() {
    EvaluationSet set = new SignalFiles(2, 8).set(1);
    PairSampler none =
        new PairSampler(set.entries(), List.of(), SignalFiles.GRID, set.sampler().config());
    Refusals.assertRefused(
        IllegalArgumentException.class,
        "no training windows",
        () -> new Floors(SIGNAL, new Seeds(1)).fit(set.source(), none));
  }
}

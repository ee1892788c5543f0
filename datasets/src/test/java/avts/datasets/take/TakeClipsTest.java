package avts.datasets.take;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.ClipSource;
import avts.datasets.batch.TakeClips;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.media.MediaException;
import avts.datasets.pair.PairConfig;
import avts.datasets.pair.PairKind;
import avts.datasets.pair.PairSampler;
import avts.datasets.progress.Progress;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored takes in a manifest, and the clips that are cut from them. */
class TakeClipsTest {
  private static final int FRAMES = 20;

  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25), 4, 1, 8, 8, 8, false, List.of(0.0), List.of(1.0), ClipView.NATURAL);

  /** Two values every 20 ms; windows of two steps give 7 of them in 4 pictures. */
  private static final FilterBankConfig FEATURES =
      new FilterBankConfig(16_000, 0.04, 0.02, 1024, 2, 0);

  @TempDir Path folder;

  @BeforeEach
  void writeSet() throws IOException {
    for (String id : List.of("A1_Anya", "A2_Anya", "B1_Anya", "A1_Yi", "B3_Yi")) {
      LipsBytes.write(folder.resolve("set"), id, FRAMES);
    }
  }

  private Manifest index(TakeSelection selection) throws Exception {
    return TakeIndexer.index(
        new TakeIndexer.Request(folder.resolve("set"), TakeFormat.AVLETTERS, selection),
        folder.resolve("takes.jsonl"),
        Progress.Mode.QUIET);
  }

  private TakeClips clips(Manifest manifest, FilterBankConfig features, AugmentConfig augment)
      throws IOException {
    return new TakeClips(
        new TakeClips.Takes(manifest, TakeIndexer.setOf(manifest).orElseThrow()),
        CLIP,
        features,
        augment,
        FeatureNormalisation.none(features.filters()));
  }

  private TakeClips clips(Manifest manifest) throws IOException {
    return clips(manifest, FEATURES, AugmentConfig.off());
  }

  @Test
  void selectedTakesAreUsableMembersOfTheirSet() throws Exception {
    index(new TakeSelection(Set.of(1, 3), Set.of(), Set.of()));
    Manifest manifest = Manifest.read(folder.resolve("takes.jsonl"));
    assertEquals(
        List.of("set!A1_Anya", "set!A1_Yi", "set!B1_Anya", "set!B3_Yi"),
        manifest.entries().stream().map(entry -> entry.name()).toList());
    assertEquals(4, manifest.usable().size());
    assertEquals(List.of(), manifest.missing());
    assertEquals("avletters", TakeIndexer.setOf(manifest).orElseThrow().name());
    assertEquals(
        List.of("A1_Yi"),
        index(new TakeSelection(Set.of(), Set.of("Yi"), Set.of("A1_Yi", "A1_Anya")))
            .entries()
            .stream()
            .map(entry -> String.valueOf(entry.member()))
            .toList());
  }

  @Test
  void whatIsNotThereCannotBeSelected() {
    for (TakeSelection wrong :
        List.of(
            new TakeSelection(Set.of(4), Set.of(), Set.of()),
            new TakeSelection(Set.of(), Set.of("Bill"), Set.of()),
            new TakeSelection(Set.of(), Set.of(), Set.of("C1_Yi")),
            new TakeSelection(Set.of(2), Set.of("Yi"), Set.of()))) {
      assertThrows(IllegalArgumentException.class, () -> index(wrong), wrong::toString);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new TakeIndexer.Request(folder, TakeFormat.FOLDERS, TakeSelection.all()));
  }

  /** Vector n of the file has the values n and n + 0.1; picture t of odd number is brighter. */
  @Test
  void clipsAreCutAtTheirMoments() throws Exception {
    TakeClips clips = clips(index(TakeSelection.all()));
    assertEquals(2 * 7, clips.audioLength());
    float[] audio = new float[14];
    float[] video = new float[clips.videoLength()];
    try (ClipSource.Reader reader = clips.open(2)) {
      for (int start : new int[] {0, 5, FRAMES - 4}) {
        Window window = new Window(2, start, 640L * start);
        reader.readAudio(window, null, audio, 0);
        reader.readVideo(window, null, video, 0);
        for (int i = 0; i < 7; i++) {
          assertEquals(2 * start + i, audio[i], 1e-4f);
          assertEquals(2 * start + i + 0.1f, audio[7 + i], 1e-4f);
        }
        for (int t = 0; t < 4; t++) {
          assertEquals(start % 2 == t % 2, video[t * 64] < 50, "picture " + (start + t));
        }
      }
    }
  }

  @Test
  void pairsStayInsideTheTake() throws Exception {
    Manifest manifest = index(TakeSelection.all());
    PairConfig pairs = new PairConfig(PairConfig.Mode.NO_OVERLAP, 0, 0.08, 0.12, -60, 0.1);
    PairSampler sampler =
        new PairSampler(manifest.entries(), manifest.usable(), CLIP.grid(16_000), pairs);
    assertEquals(manifest.usable(), sampler.usableFiles());
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      List<Window> two = sampler.draw(i % 5, PairKind.SUPER_HARD, 2, random).windows();
      long shift = Math.abs(two.get(0).startFrame() - two.get(1).startFrame());
      assertTrue(shift == 2 || shift == 3, "shift " + shift);
      for (Window window : two) {
        assertTrue(window.startFrame() >= 0 && window.startFrame() + 4 <= FRAMES);
        assertEquals(640 * window.startFrame(), window.startSample());
      }
    }
  }

  @Test
  void anotherShapeIsRefused() throws Exception {
    Manifest manifest = index(TakeSelection.all());
    FilterBankConfig three = new FilterBankConfig(16_000, 0.04, 0.02, 1024, 3, 0);
    FilterBankConfig slow = new FilterBankConfig(16_000, 0.04, 0.04, 1024, 2, 0);
    assertEquals("filters", refusal(clips(manifest, three, AugmentConfig.off())));
    assertEquals("hop_seconds", refusal(clips(manifest, slow, AugmentConfig.off())));
    AugmentConfig loud = new AugmentConfig(6, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    TakeClips augmented = clips(manifest, FEATURES, loud);
    try (ClipSource.Reader reader = augmented.open(0)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> reader.readAudio(new Window(0, 0, 0), new SplittableRandom(1), new float[14], 0));
    }
  }

  private static String refusal(TakeClips clips) throws MediaException {
    try (ClipSource.Reader reader = clips.open(0)) {
      String message =
          String.valueOf(
              assertThrows(
                      IllegalArgumentException.class,
                      () -> reader.readAudio(new Window(0, 0, 0), null, new float[100], 0))
                  .getMessage());
      return message.substring(message.indexOf('.') + 1, message.indexOf(' '));
    }
  }

  @Test
  void changedTakesAreNoticed() throws Exception {
    TakeClips clips = clips(index(TakeSelection.all()));
    LipsBytes.write(folder.resolve("set"), "A1_Anya", FRAMES + 1);
    MediaException changed =
        assertThrows(
            MediaException.class,
            () -> {
              try (ClipSource.Reader reader = clips.open(0)) {
                reader.readAudio(new Window(0, 0, 0), null, new float[14], 0);
              }
            });
    assertTrue(String.valueOf(changed.getMessage()).contains("A1_Anya has changed"));
  }
}

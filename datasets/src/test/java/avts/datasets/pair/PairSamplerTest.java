package avts.datasets.pair;

import static avts.datasets.pair.TestFiles.CONFIG;
import static avts.datasets.pair.TestFiles.GRID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PairSamplerTest {

  @Test
  void windowsFillTheUsableSpanAndCrossNoCut() {
    // 3 s with a cut at 1.30 s: starts 0..7 before it, 33..50 behind it.
    PairSampler sampler = sampler(TestFiles.file("a", 3, 1_300_000L));
    TreeSet<Long> starts = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      for (Window window : sampler.draw(0, PairKind.EASY, 2, random).windows()) {
        starts.add(window.startFrame());
        assertEquals(window.startFrame() * 960, window.startSample());
      }
    }
    assertEquals(26, starts.size());
    assertEquals(7, starts.headSet(20L).last());
    assertEquals(33, starts.tailSet(20L).first());
    assertEquals(50, starts.last());
  }

  @Test
  void spacedWindowsLieAHopApartAndCrossNoCut() {
    // 3 s with a cut at 1.30 s: starts 0..7 before it, 33..50 behind it.
    PairSampler sampler = sampler(TestFiles.file("a", 3, 1_300_000L));
    assertEquals(List.of(0L, 5L, 33L, 38L, 43L, 48L), starts(sampler.spaced(0, 5)));
    // 30 behind the first is 30, which crosses the cut; the next one that does not is 33.
    assertEquals(List.of(0L, 33L), starts(sampler.spaced(0, 30)));
    assertEquals(33 * 960, sampler.spaced(0, 30).get(1).startSample());
    assertEquals(26, sampler.spaced(0, 1).size());
    assertThrows(IllegalArgumentException.class, () -> sampler.spaced(0, 0));
  }

  private static List<Long> starts(List<Window> windows) {
    return windows.stream().map(Window::startFrame).toList();
  }

  @Test
  void usableSpanBeginsWhereBothStreamsRun() {
    ManifestEntry entry =
        TestFiles.file(
            "a",
            "a",
            new ManifestEntry.Content(
                false,
                333_367,
                2_500_000,
                0,
                -20,
                List.of(),
                100,
                Collections.nCopies(22, -20f),
                Collections.nCopies(22, 2f)));
    ClipGrid ntsc = new ClipGrid(30, new FrameRate(30000, 1001), 48_000);
    FileWindows windows = FileWindows.of(entry, ntsc, CONFIG);
    // Frame 9 begins at 0.3003 s, frame 10 at 0.333667 s; frame 44 + 30 would end at 2.469 s.
    assertEquals(10, windows.decidable().get(0).first());
    assertEquals(44, windows.decidable().get(0).last());
  }

  @Test
  void hardPairsAreSwapsWithTheGapInsideOneShot() {
    PairSampler sampler = sampler(TestFiles.file("a", 6, 3_200_000L));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1000; i++) {
      WindowGroup group = sampler.draw(0, PairKind.HARD, 2, random);
      long first = group.windows().get(0).startFrame();
      long second = group.windows().get(1).startFrame();
      assertTrue(Math.abs(first - second) >= 38, first + " " + second);
      assertEquals(first < 80, second < 80);
      assertEquals(List.of(1, 0), group.partners());
    }
  }

  @Test
  void superHardPairsOverlap() {
    PairSampler sampler = sampler(TestFiles.file("a", 3));
    SplittableRandom random = new SplittableRandom(3);
    TreeSet<Long> shifts = new TreeSet<>();
    for (int i = 0; i < 5000; i++) {
      WindowGroup group = sampler.draw(0, PairKind.SUPER_HARD, 4, random);
      assertEquals(List.of(1, 0, 3, 2), group.partners());
      shifts.add(group.windows().get(0).startFrame() - group.windows().get(1).startFrame());
      shifts.add(group.windows().get(2).startFrame() - group.windows().get(3).startFrame());
    }
    assertEquals(-24, shifts.first());
    assertEquals(24, shifts.last());
    assertEquals(2 * 22, shifts.size());
  }

  @Test
  void fourWindowsKeepAllGapsWhereTheyFitAndShareSetsWhereNot() {
    PairConfig config = new PairConfig(PairConfig.Mode.START_GAP, 0.5, 0.12, 0.96, -60, 0.1);
    List<ManifestEntry> entries =
        List.of(TestFiles.file("long", 4), TestFiles.file("short", 2), TestFiles.file("tiny", 1.2));
    PairSampler sampler = new PairSampler(entries, List.of(0, 1, 2), GRID, config);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 200; i++) {
      WindowGroup wide = sampler.draw(0, PairKind.HARD, 4, random);
      assertGaps(wide, 13, true);
      assertEquals(4, new TreeSet<>(wide.partners()).size());
      assertGaps(sampler.draw(1, PairKind.HARD, 4, random), 13, false);
    }
    assertFalse(sampler.hasRoom(2, PairKind.HARD, 4));
    assertTrue(sampler.hasRoom(2, PairKind.EASY, 4));
    assertFalse(sampler.hasRoom(1, PairKind.HARD, 3), "room for two, and one is left over");
    assertThrows(IllegalArgumentException.class, () -> sampler.draw(2, PairKind.HARD, 4, random));
    PairCounts counts = sampler.counts(4);
    assertEquals(1, counts.tooShortForHard());
    assertEquals(0, counts.tooShortForSuperHard());
    assertEquals(76 + 26 + 6, counts.starts());
  }

  @Test
  void silentWindowsAreSkippedAndCounted() {
    List<ManifestEntry> entries =
        List.of(
            TestFiles.silentBetween("a", 4, 2, 4),
            TestFiles.silentBetween("mute", 4, 0, 4),
            TestFiles.file("none", 0.5));
    PairSampler sampler = new PairSampler(entries, List.of(0, 1, 2), GRID, CONFIG);
    assertEquals(List.of(0), sampler.usableFiles());
    PairCounts counts = sampler.counts(2);
    assertEquals(1, counts.undecidable());
    assertEquals(1, counts.withoutWindow());
    assertEquals(152, counts.starts());
    // Of the first file, starts 50..75 hear nothing.
    assertEquals(26 + 76, counts.skippedStarts());
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      for (Window window : sampler.draw(0, PairKind.EASY, 2, random).windows()) {
        assertTrue(window.startFrame() < 50);
      }
    }
  }

  @Test
  void placeOfAWindowTellsNothingOfThePair() {
    // 3 s, where sampling a shifted sound for a given picture is known to give 68 % away.
    PairSampler sampler = sampler(TestFiles.file("a", 3));
    SplittableRandom random = new SplittableRandom(6);
    int[] positive = new int[51];
    int[] negative = new int[51];
    for (int i = 0; i < 3000; i++) {
      WindowGroup group = sampler.draw(0, PairKind.HARD, 2, random);
      for (int clip = 0; clip < 2; clip++) {
        positive[(int) group.windows().get(clip).startFrame()]++;
        negative[(int) group.windows().get(group.partners().get(clip)).startFrame()]++;
      }
    }
    // The best rule on the sound's place answers the commoner class of each place: it is right half
    // the time exactly when both histograms are the same.
    assertArrayEquals(positive, negative);
  }

  @Test
  void rejectsWhatIsNotInTheManifest() {
    List<ManifestEntry> entries = TestFiles.files(2, 3);
    assertThrows(
        IllegalArgumentException.class, () -> new PairSampler(entries, List.of(2), GRID, CONFIG));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PairSampler(entries, List.of(1, 1), GRID, CONFIG));
    ManifestEntry empty =
        TestFiles.file(
            "empty",
            "empty",
            new ManifestEntry.Content(
                false, 0, 3_000_000, 0, -20, List.of(), 100, List.of(), List.of()));
    assertThrows(IllegalArgumentException.class, () -> sampler(empty));
  }

  private static void assertGaps(WindowGroup group, long gap, boolean all) {
    List<Window> windows = new ArrayList<>(group.windows());
    for (int i = 0; i < windows.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (all || group.partners().get(i) == j) {
          long distance = Math.abs(windows.get(i).startFrame() - windows.get(j).startFrame());
          assertTrue(distance >= gap, windows + " " + group.partners());
        }
      }
    }
  }

  private static PairSampler sampler(ManifestEntry entry) {
    return new PairSampler(List.of(entry), List.of(0), GRID, CONFIG);
  }
}

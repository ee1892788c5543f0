package avts.datasets.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaInfo;
import avts.datasets.progress.Progress;
import avts.datasets.testing.TestData;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealMediaIndexTest {

  /** First letters of the clips that share 0.9 s or more, by cross-correlation of the waveforms. */
  private static final Set<String> LONG_OVERLAPS =
      Set.of(
          "0382925a cc5b9aca",
          "04f25cd7 2ebb56b5",
          "06c77a18 47be1364",
          "06c77a18 69c685d4",
          "0a598bc0 11132b53",
          "0a598bc0 4ed1a641",
          "0c3b243d 6240c479",
          "0dbc65e6 263a61ca",
          "0dbc65e6 4d6a9e26",
          "11132b53 47be1364",
          "16ccc746 3530f319",
          "1afa7828 3e0b28bf",
          "1afa7828 87582b9e",
          "1b34e11e 559b9961",
          "2bd40233 3ce14557",
          "31db4235 99386ea3",
          "3530f319 651fe4fe",
          "3fee17af 80d1f1f7",
          "405c254e 4d6a9e26",
          "448444a8 6d5fd736");

  /** And those that share 0.5 to 0.7 s. */
  private static final Set<String> SHORT_OVERLAPS =
      Set.of("11132b53 4ed1a641", "3e0b28bf 87582b9e");

  @TempDir Path folder;

  private IndexOutcome index(Path... inputs) throws IOException, InterruptedException {
    return new Indexer(IndexConfig.standard(), Progress.Mode.QUIET)
        .index(List.of(inputs), folder.resolve("manifest.jsonl"));
  }

  private static Map<String, ManifestEntry> byName(IndexOutcome outcome) {
    Map<String, ManifestEntry> byName = new TreeMap<>();
    for (ManifestEntry entry : outcome.manifest().entries()) {
      byName.put(entry.path().substring(entry.path().lastIndexOf('/') + 1), entry);
    }
    return byName;
  }

  @Test
  void findsTheOverlapsOfTheLipClipsAndNothingElse() throws IOException, InterruptedException {
    IndexOutcome outcome = index(TestData.require("romanian-lips"), TestData.require("grid"));
    List<ManifestEntry> entries = outcome.manifest().entries();
    Set<String> found =
        outcome.shared().stream()
            .map(pair -> prefix(entries, pair.first()) + " " + prefix(entries, pair.second()))
            .collect(Collectors.toSet());
    long longOnes = LONG_OVERLAPS.stream().filter(found::contains).count();
    assertTrue(longOnes >= LONG_OVERLAPS.size() - 1, () -> longOnes + " of " + LONG_OVERLAPS);
    found.removeAll(LONG_OVERLAPS);
    found.removeAll(SHORT_OVERLAPS);
    assertEquals(Set.of(), found);
    assertEquals(51, outcome.manifest().usable().size());
  }

  private static String prefix(List<ManifestEntry> entries, int index) {
    String path = entries.get(index).path();
    return path.substring(path.lastIndexOf('/') + 1).substring(0, 8);
  }

  @Test
  void knowsTheBadOnes() throws IOException, InterruptedException {
    Map<String, ManifestEntry> byName = byName(index(TestData.require("edge")));
    Map<String, Verdict> verdicts = new TreeMap<>();
    byName.forEach((name, entry) -> verdicts.put(name, entry.verdict()));
    assertEquals(
        Map.of(
            "d0.mp4", Verdict.NO_AUDIO,
            "d13.mp4", Verdict.NO_AUDIO,
            "d18.mp4", Verdict.SILENT,
            "d3.mp4", Verdict.SILENT,
            "s20.mp4", Verdict.SILENT),
        verdicts);
  }

  private static ManifestEntry entry(Map<String, ManifestEntry> byName, String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  @Test
  void measuresRealFiles() throws IOException, InterruptedException {
    Map<String, ManifestEntry> byName =
        byName(
            index(
                TestData.require("containers"),
                TestData.require("clips/nasa_13013.mp4"),
                TestData.require("clips/video_00331.mp4"),
                TestData.require("clips/video_00323.mp4")));
    MediaInfo nasa = entry(byName, "nasa_13013.mp4").info();
    assertNotNull(nasa);
    assertEquals(6, nasa.streams());
    MediaInfo odd = entry(byName, "video_00331.mp4").info();
    assertNotNull(odd);
    assertNotNull(odd.video());
    assertEquals(new FrameRate(61, 4), odd.video().rate());
    // Three cuts that anybody sees.
    ManifestEntry.Content shots = entry(byName, "video_00323.mp4").content();
    assertNotNull(shots);
    assertEquals(List.of(8_583_333L, 9_125_000L, 9_666_667L), shots.cutsMicros());
    assertEquals(Verdict.TOO_SHORT, entry(byName, "bento.mp4").verdict());
    assertEquals(Verdict.USABLE, entry(byName, "flipping_a_pancake.mkv").verdict());
    assertEquals(Verdict.USABLE, entry(byName, "test.avi").verdict());
  }
}

package avts.datasets.pair;

import static avts.datasets.pair.TestFiles.CONFIG;
import static avts.datasets.pair.TestFiles.GRID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedPairsTest {

  @TempDir Path folder;

  @Test
  void sameSeedSamePairsAndAnotherSeedOthers() {
    List<ManifestEntry> files = TestFiles.files(12, 4);
    assertEquals(draw(files, 1), draw(files, 1));
    assertNotEquals(draw(files, 1).swaps(), draw(files, 2).swaps());
  }

  @Test
  void everyRowHoldsItsLaw() {
    List<ManifestEntry> files = new ArrayList<>(TestFiles.files(12, 4));
    files.add(TestFiles.silentBetween("quiet", 6, 4, 6));
    files.add(TestFiles.file("short", 1.8));
    FixedPairs pairs = draw(files, 3);
    assertEquals(3 * 7, pairs.swaps(Row.EASY).size());
    assertEquals(3 * 13, pairs.swaps(Row.HARD).size());
    assertEquals(3 * 14, pairs.swaps(Row.SUPER_HARD).size());
    assertEquals(3, pairs.swaps(Row.UNDECIDABLE).size());
    assertEquals(1, pairs.header().counts().tooShortForHard());
    for (Swap swap : pairs.swaps()) {
      long distance = Math.abs(swap.first().startFrame() - swap.second().startFrame());
      boolean sameFile = swap.first().file() == swap.second().file();
      switch (swap.row()) {
        case EASY -> assertTrue(!sameFile);
        case HARD -> assertTrue(sameFile && distance >= 38);
        case SUPER_HARD -> assertTrue(sameFile && distance >= 3 && distance <= 24);
        case UNDECIDABLE ->
            assertTrue(
                swap.first().file() == 12 && distance >= 38 && swap.first().startFrame() >= 100);
      }
    }
  }

  @Test
  void easyPairsNeverShareAGroup() {
    List<ManifestEntry> files = new ArrayList<>(TestFiles.files(5, 4));
    for (int i = 0; i < 9; i++) {
      ManifestEntry.Content content = files.get(0).content();
      if (content != null) {
        files.add(TestFiles.file("big" + i, "big", content));
      }
    }
    FixedPairs pairs = draw(files, 4);
    assertEquals(3 * 5, pairs.swaps(Row.EASY).size());
    for (Swap swap : pairs.swaps(Row.EASY)) {
      assertNotEquals(
          files.get(swap.first().file()).group(), files.get(swap.second().file()).group());
    }
  }

  @Test
  void placeAloneIsRightHalfTheTime() {
    FixedPairs pairs = draw(TestFiles.files(300, 3), 5);
    for (Row row : List.of(Row.EASY, Row.HARD, Row.SUPER_HARD)) {
      Map<Long, Integer> votes = new HashMap<>();
      for (Swap swap : pairs.swaps(row)) {
        // Sounds of the two positive pairs, then of the two negative pairs.
        votes.merge(swap.first().startSample(), 1, Integer::sum);
        votes.merge(swap.second().startSample(), 1, Integer::sum);
        votes.merge(swap.second().startSample(), -1, Integer::sum);
        votes.merge(swap.first().startSample(), -1, Integer::sum);
      }
      assertTrue(votes.values().stream().allMatch(vote -> vote == 0));
    }
  }

  @Test
  void offsetWindowsHaveRoomForEveryShift() {
    FixedPairs pairs = draw(List.of(TestFiles.file("a", 4, 2_000_000L)), 6);
    // Shot 1 has starts 0..25 and so none with 15 on both sides; shot 2 has none either.
    assertEquals(List.of(), pairs.offsetWindows());
    FixedPairs roomy = draw(List.of(TestFiles.file("a", 4, 1_000_000L)), 6);
    assertEquals(2, roomy.offsetWindows().size());
    for (Window window : roomy.offsetWindows()) {
      assertTrue(window.startFrame() >= 40 && window.startFrame() <= 60, window.toString());
      assertEquals((window.startFrame() - 15) * 960, roomy.shifted(window, -15).startSample());
    }
    assertThrows(
        IllegalArgumentException.class, () -> roomy.shifted(roomy.offsetWindows().get(0), 16));
  }

  @Test
  void undecidablePairsEqualEnumeration() {
    PairSampler sampler =
        new PairSampler(List.of(TestFiles.silentBetween("a", 6, 2, 4)), List.of(0), GRID, CONFIG);
    long expected = 0;
    for (StartRun run : sampler.of(0).undecidable()) {
      for (long first = run.first(); first <= run.last(); first++) {
        for (long second = 0; second <= 125; second++) {
          expected += Math.abs(first - second) >= 38 ? 1 : 0;
        }
      }
    }
    UndecidablePairs pairs = new UndecidablePairs(sampler, 0);
    assertEquals(expected, pairs.count());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      long[] starts = pairs.draw(random);
      assertTrue(starts[0] >= 50 && starts[0] <= 75, starts[0] + "");
      assertTrue(Math.abs(starts[0] - starts[1]) >= 38);
      assertTrue(starts[1] >= 0 && starts[1] <= 125);
    }
  }

  @Test
  void fileHoldsEverything() throws IOException {
    List<ManifestEntry> files = new ArrayList<>(TestFiles.files(6, 4));
    files.add(TestFiles.silentBetween("quiet", 6, 4, 6));
    FixedPairs pairs = draw(files, 7);
    Path file = folder.resolve("pairs.jsonl");
    pairs.write(file);
    assertEquals(pairs, FixedPairs.read(file, "hash"));
    byte[] first = Files.readAllBytes(file);
    FixedPairs.read(file, "hash").write(file);
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  @Test
  void refusesOtherManifestsAndDamage() throws IOException {
    Path file = folder.resolve("pairs.jsonl");
    draw(TestFiles.files(6, 4), 8).write(file);
    assertMessage("another manifest", file, "other");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));
    assertMessage("cut short", file, "hash");
    List<String> broken = new ArrayList<>(lines);
    broken.set(2, "{\"row\":\"hardest\"}");
    Files.write(file, broken);
    assertMessage(":3:", file, "hash");
    Files.writeString(file, "hello\n");
    assertMessage("not a file of pairs", file, "hash");
    assertThrows(IllegalArgumentException.class, () -> new FixedPairsConfig(1, 0, 1, 1));
  }

  private static void assertMessage(String part, Path file, String hash) {
    String message =
        String.valueOf(
            assertThrows(IOException.class, () -> FixedPairs.read(file, hash)).getMessage());
    assertTrue(message.contains(part), message);
    assertTrue(message.contains("pairs.jsonl"), message);
  }

  private static FixedPairsConfig size(long seed) {
    return new FixedPairsConfig(seed, 3, 2, 15);
  }

  private static FixedPairs draw(List<ManifestEntry> files, long seed) {
    List<Integer> all = IntStream.range(0, files.size()).boxed().toList();
    PairSampler sampler = new PairSampler(files, all, GRID, CONFIG);
    return FixedPairs.draw(sampler, files, size(seed), "hash");
  }
}

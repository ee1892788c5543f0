package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairKind;
import avts.datasets.pair.PairSampler;
import avts.datasets.pair.TestFiles;
import avts.datasets.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochPlannerTest {
  private static final NegativeMix EASY = new NegativeMix(1, 0, 0);
  private static final NegativeMix MIXED = new NegativeMix(0.5, 0.3, 0.2);
  private static final NegativeMix HARD = new NegativeMix(0, 1, 0);

  @Test
  void anEpochVisitsEveryFileOnceInShuffledOrder() {
    EpochPlanner planner = planner(TestFiles.files(32, 4), new BatchConfig(8, 2, 2, 1, 1, 1));
    assertEquals(4, planner.batchesPerEpoch());
    List<Integer> first = visited(planner.plan(0, EASY));
    List<Integer> second = visited(planner.plan(1, EASY));
    assertEquals(IntStream.range(0, 32).boxed().toList(), first.stream().sorted().toList());
    assertNotEquals(first, second);
    assertEquals(first, visited(planner.plan(0, EASY)));
  }

  @Test
  void everyClipIsOncePositiveAndOnceNegativeAndNegativesAreOfTheirKind() {
    List<ManifestEntry> files = TestFiles.files(40, 4);
    EpochPlanner planner = planner(files, new BatchConfig(10, 2, 1, 1, 1, 1));
    for (long epoch = 0; epoch < 20; epoch++) {
      EpochPlan plan = planner.plan(epoch, MIXED);
      for (int index = 0; index < plan.size(); index++) {
        BatchPlan batch = planner.plan(plan, index);
        assertEquals(
            IntStream.range(0, 20).boxed().toList(), batch.negative().stream().sorted().toList());
        for (int clip = 0; clip < 20; clip++) {
          assertKind(
              batch.kinds().get(clip),
              batch.windows().get(clip),
              batch.windows().get(batch.negative().get(clip)));
        }
      }
    }
  }

  @Test
  void sharesOfKindsEqualTheMix() {
    EpochPlanner planner = planner(TestFiles.files(90, 4), new BatchConfig(9, 2, 1, 1, 1, 1));
    Map<PairKind, Integer> counts = new EnumMap<>(PairKind.class);
    for (long epoch = 0; epoch < 10; epoch++) {
      EpochPlan plan = planner.plan(epoch, MIXED);
      plan.batches().forEach(batch -> batch.forEach(v -> counts.merge(v.kind(), 1, Integer::sum)));
    }
    assertEquals(900 * 0.5, counts.getOrDefault(PairKind.EASY, 0), 20);
    assertEquals(900 * 0.3, counts.getOrDefault(PairKind.HARD, 0), 20);
    assertEquals(900 * 0.2, counts.getOrDefault(PairKind.SUPER_HARD, 0), 20);
  }

  @Test
  void easyNegativesComeFromAnotherGroup() {
    List<ManifestEntry> files = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      // A third of the files share one group, the rest come in twos.
      files.add(TestFiles.file("f" + i, i < 8 ? "big" : "g" + i / 2, content(i)));
    }
    EpochPlanner planner = planner(files, new BatchConfig(6, 2, 1, 1, 1, 1));
    for (long epoch = 0; epoch < 30; epoch++) {
      EpochPlan plan = planner.plan(epoch, EASY);
      for (int index = 0; index < plan.size(); index++) {
        BatchPlan batch = planner.plan(plan, index);
        for (int clip = 0; clip < 12; clip++) {
          int other = batch.negative().get(clip);
          assertNotEquals(
              files.get(batch.windows().get(clip).file()).group(),
              files.get(batch.windows().get(other).file()).group());
        }
      }
    }
  }

  @Test
  void batchesHoldEachGroupOnceWhereTheyCan() {
    List<ManifestEntry> files = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      files.add(TestFiles.file("f" + i, "g" + i / 2, content(i)));
    }
    EpochPlanner planner = planner(files, new BatchConfig(4, 2, 1, 2, 1, 1));
    int twice = 0;
    for (long epoch = 0; epoch < 20; epoch++) {
      for (List<EpochPlan.Visit> batch : planner.plan(epoch, HARD).batches()) {
        long groups = batch.stream().map(v -> files.get(v.file()).group()).distinct().count();
        twice += groups < 4 ? 1 : 0;
      }
    }
    assertTrue(twice < 12, twice + " of 240 batches hold a group twice");
  }

  @Test
  void shortFilesAreNotGivenHardPairsAndTheOthersTakeTheirTurn() {
    List<ManifestEntry> files = new ArrayList<>(TestFiles.files(4, 4));
    for (int i = 0; i < 12; i++) {
      files.add(TestFiles.file("short" + i, 2));
    }
    EpochPlanner planner = planner(files, new BatchConfig(4, 2, 1, 1, 1, 1));
    Map<Integer, Integer> hard = new HashMap<>();
    planner.plan(0, new NegativeMix(0.5, 0.5, 0)).batches().stream()
        .flatMap(List::stream)
        .filter(visit -> visit.kind() == PairKind.HARD)
        .forEach(visit -> hard.merge(visit.file(), 1, Integer::sum));
    assertEquals(Map.of(0, 2, 1, 2, 2, 2, 3, 2), hard);
  }

  @Test
  void rejectsImpossibleRequestsBeforeTraining() {
    List<ManifestEntry> shortFiles = TestFiles.files(8, 2);
    EpochPlanner noRoom = planner(shortFiles, new BatchConfig(4, 2, 1, 1, 1, 1));
    noRoom.require(EASY);
    assertRefused("room", () -> noRoom.require(HARD));
    assertRefused(
        "videos_per_batch", () -> planner(shortFiles, new BatchConfig(16, 2, 1, 1, 1, 1)));
    EpochPlanner single = planner(shortFiles, new BatchConfig(4, 1, 1, 1, 1, 1));
    assertRefused("windows_per_video", () -> single.require(HARD));
    List<ManifestEntry> oneGroup = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      oneGroup.add(TestFiles.file("f" + i, "same", content(i)));
    }
    EpochPlanner same = planner(oneGroup, new BatchConfig(4, 2, 1, 1, 1, 1));
    assertRefused("group", () -> same.require(EASY));
  }

  @Test
  void kindOfABatchesNegativesIsNotInTheWindowsPlaces() {
    EpochPlanner planner = planner(TestFiles.files(16, 3), new BatchConfig(8, 2, 1, 1, 1, 1));
    int[] positive = new int[51];
    int[] negative = new int[51];
    for (long epoch = 0; epoch < 50; epoch++) {
      EpochPlan plan = planner.plan(epoch, MIXED);
      for (int index = 0; index < plan.size(); index++) {
        BatchPlan batch = planner.plan(plan, index);
        for (int clip = 0; clip < batch.windows().size(); clip++) {
          positive[(int) batch.windows().get(clip).startFrame()]++;
          negative[(int) batch.windows().get(batch.negative().get(clip)).startFrame()]++;
        }
      }
    }
    assertArrayEquals(positive, negative);
  }

  private static void assertKind(PairKind kind, Window video, Window audio) {
    long distance = Math.abs(video.startFrame() - audio.startFrame());
    switch (kind) {
      case EASY -> assertNotEquals(video.file(), audio.file());
      case HARD -> assertTrue(video.file() == audio.file() && distance >= 38);
      case SUPER_HARD ->
          assertTrue(video.file() == audio.file() && distance >= 3 && distance <= 24);
      case ALIGNED -> throw new AssertionError("an aligned pair is no negative");
    }
  }

  private static List<Integer> visited(EpochPlan plan) {
    return plan.batches().stream().flatMap(List::stream).map(EpochPlan.Visit::file).toList();
  }

  private static ManifestEntry.Content content(int offset) {
    return new ManifestEntry.Content(
        false,
        0,
        4_000_000 + 40_000 * offset,
        0,
        -20,
        List.of(),
        100,
        Collections.nCopies(60, -20f),
        Collections.nCopies(60, 2f));
  }

  private static EpochPlanner planner(List<ManifestEntry> files, BatchConfig config) {
    List<Integer> all = IntStream.range(0, files.size()).boxed().toList();
    PairSampler sampler = new PairSampler(files, all, TestFiles.GRID, TestFiles.CONFIG);
    return new EpochPlanner(sampler, files, config, new Seeds(5));
  }

  private static void assertRefused(
      String part, org.junit.jupiter.api.function.Executable executable) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, executable).getMessage());
    assertTrue(message.contains(part), message);
  }
}

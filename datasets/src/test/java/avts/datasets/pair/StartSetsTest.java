package avts.datasets.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StartSetsTest {

  @Test
  void countsByHand() {
    // Starts 0..4: pairs at least 3 apart are (0,3) (0,4) (1,4).
    StartSets pairs = new StartSets(List.of(new StartRun(0, 4, 0)), 3, StartSets.UNBOUNDED, 2);
    assertEquals(5, pairs.count(1));
    assertEquals(3, pairs.count(2));
    // 1 or 2 apart: 4 + 3.
    StartSets near = new StartSets(List.of(new StartRun(10, 14, 0)), 1, 2, 2);
    assertEquals(7, near.count(2));
  }

  @Test
  void equalsEnumerationOverAGrid() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 200; trial++) {
      List<StartRun> runs = new ArrayList<>();
      long next = random.nextInt(5);
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        long last = next + random.nextInt(6);
        runs.add(new StartRun(next, last, random.nextInt(2) + 2 * (i / 2)));
        next = last + 1 + random.nextInt(4);
      }
      int minGap = 1 + random.nextInt(6);
      StartSets sets = new StartSets(runs, minGap, StartSets.UNBOUNDED, 3);
      assertEquals(enumerate(runs, minGap, Long.MAX_VALUE, 2).size(), sets.count(2));
      assertEquals(enumerate(runs, minGap, Long.MAX_VALUE, 3).size(), sets.count(3));
      int maxGap = minGap + random.nextInt(5);
      assertEquals(
          enumerate(runs, minGap, maxGap, 2).size(),
          new StartSets(runs, minGap, maxGap, 2).count(2));
    }
  }

  @Test
  void drawsEverySetEquallyOften() {
    List<StartRun> runs =
        List.of(new StartRun(0, 3, 0), new StartRun(6, 9, 0), new StartRun(20, 26, 1));
    StartSets sets = new StartSets(runs, 3, StartSets.UNBOUNDED, 3);
    for (int size = 1; size <= 3; size++) {
      List<List<Long>> possible = enumerate(runs, 3, Long.MAX_VALUE, size);
      Map<List<Long>, Integer> drawn = new HashMap<>();
      SplittableRandom random = new SplittableRandom(size);
      int draws = 1000 * possible.size();
      for (int i = 0; i < draws; i++) {
        List<Long> set = new ArrayList<>();
        for (long start : sets.draw(size, random)) {
          set.add(start);
        }
        drawn.merge(set, 1, Integer::sum);
      }
      assertEquals(possible.size(), drawn.size());
      for (List<Long> set : possible) {
        // Mean 1000, standard deviation 32: five of them.
        assertEquals(1000, drawn.getOrDefault(set, 0), 160);
      }
    }
  }

  @Test
  void rejectsWhatIsNotThere() {
    StartSets sets = new StartSets(List.of(new StartRun(0, 4, 0)), 5, StartSets.UNBOUNDED, 2);
    assertEquals(0, sets.count(2));
    assertThrows(IllegalArgumentException.class, () -> sets.draw(2, new SplittableRandom(1)));
    assertThrows(IllegalArgumentException.class, () -> new StartSets(List.of(), 3, 2, 2));
    assertTrue(new StartSets(List.of(), 3, 4, 2).count(1) == 0);
  }

  /** All sets, the slow way. */
  private static List<List<Long>> enumerate(
      List<StartRun> runs, long minGap, long maxGap, int size) {
    List<List<Long>> sets = new ArrayList<>();
    Map<Integer, List<Long>> shots = new HashMap<>();
    for (StartRun run : runs) {
      for (long start = run.first(); start <= run.last(); start++) {
        shots.computeIfAbsent(run.shot(), shot -> new ArrayList<>()).add(start);
      }
    }
    for (List<Long> starts : shots.values()) {
      extend(starts, new long[] {minGap, maxGap}, size, List.of(), sets);
    }
    return sets;
  }

  private static void extend(
      List<Long> starts, long[] gaps, int size, List<Long> set, List<List<Long>> sets) {
    if (set.size() == size) {
      sets.add(set);
      return;
    }
    for (long start : starts) {
      long gap = set.isEmpty() ? gaps[0] : start - set.get(set.size() - 1);
      if (gap >= gaps[0] && gap <= gaps[1]) {
        List<Long> longer = new ArrayList<>(set);
        longer.add(start);
        extend(starts, gaps, size, longer, sets);
      }
    }
  }
}

package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GroupDerangementTest {

  @Test
  void twoItemsSwap() {
    assertArrayEquals(
        new int[] {1, 0}, GroupDerangement.draw(List.of("a", "b"), new SplittableRandom(1)));
    assertEquals(0, GroupDerangement.draw(List.of(), new SplittableRandom(1)).length);
  }

  @Test
  void leadsOutOfEveryGroupAndServesEveryItemOnce() {
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 500; trial++) {
      List<String> groups = new ArrayList<>();
      int size = 2 + random.nextInt(12);
      for (int i = 0; i < size; i++) {
        // At most half of one group: the first half is drawn from all, the rest are loners.
        groups.add(i < size / 2 ? "g" + random.nextInt(3) : "lone" + i);
      }
      int[] partners = GroupDerangement.draw(groups, random);
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < size; i++) {
        assertNotEquals(groups.get(i), groups.get(partners[i]));
        seen.add(partners[i]);
      }
      assertEquals(size, seen.size());
    }
  }

  @Test
  void everyPartnerOfAnotherGroupIsPossible() {
    List<String> groups = List.of("a", "a", "b", "b", "c", "c");
    Set<List<Integer>> pairs = new HashSet<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 500; i++) {
      int[] partners = GroupDerangement.draw(groups, random);
      for (int j = 0; j < 6; j++) {
        pairs.add(List.of(j, partners[j]));
      }
    }
    assertEquals(6 * 4, pairs.size());
  }

  @Test
  void rejectsAGroupOfMoreThanHalf() {
    assertThrows(
        IllegalArgumentException.class,
        () -> GroupDerangement.draw(List.of("a", "a", "b"), new SplittableRandom(1)));
  }
}

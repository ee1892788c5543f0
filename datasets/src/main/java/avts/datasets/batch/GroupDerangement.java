package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Shuffle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A permutation that gives every item a partner of another group. */
final class GroupDerangement {

  private GroupDerangement() {}

  /**
   * Draws the permutation: items of one group stand side by side, the groups and the items within
   * them in random order, and everybody looks a random number of places on. From the size of the
   * largest group up, that leads out of every group.
   *
   * @param groups the group of each item
   * @return for each item the index of its partner
   * @throws IllegalArgumentException if one group holds more than half of the items
   */
  static int[] draw(List<String> groups, RandomGenerator random) {
    int size = groups.size();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(i);
    }
    Shuffle.inPlace(order, random);
    Map<String, Integer> places = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (int item : order) {
      places.putIfAbsent(groups.get(item), places.size());
      counts.merge(groups.get(item), 1, Integer::sum);
    }
    order.sort((a, b) -> Integer.compare(place(places, groups, a), place(places, groups, b)));
    int largest = counts.isEmpty() ? 0 : Collections.max(counts.values());
    checkArgument(
        2 * largest <= size, "%s of %s easy clips are of one source group", largest, size);
    int step = size == 0 ? 0 : largest + random.nextInt(size - 2 * largest + 1);
    int[] partners = new int[size];
    for (int i = 0; i < size; i++) {
      partners[order.get(i)] = order.get((i + step) % size);
    }
    return partners;
  }

  private static int place(Map<String, Integer> places, List<String> groups, int item) {
    return places.getOrDefault(groups.get(item), 0);
  }
}

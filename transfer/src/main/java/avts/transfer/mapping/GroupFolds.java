package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Shuffle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Folds that keep the rows of a group together: groups in random order, dealt out one by one.
 *
 * @param count number of folds
 * @param foldOfRow fold of each row, from 0; every fold has a row
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record GroupFolds(int count, int[] foldOfRow) {

  /**
   * Deals.
   *
   * @param groups group of each of {@code rows} rows; null where every row stands alone
   * @param count number of folds, 2 at least and no more than there are groups
   */
  public static GroupFolds deal(
      int @Nullable [] groups, int rows, int count, RandomGenerator random) {
    checkArgument(count >= 2, "folds must be 2 or more, got %s", count);
    int[] own = groups == null ? IntStream.range(0, rows).toArray() : groups;
    List<Integer> order = new ArrayList<>(Arrays.stream(own).distinct().sorted().boxed().toList());
    checkArgument(
        order.size() >= count,
        "%s folds need as many groups, but the parallel rows come from %s; lower the number of"
            + " folds",
        count,
        order.size());
    Shuffle.inPlace(order, random);
    Map<Integer, Integer> places = new HashMap<>();
    order.forEach(group -> places.put(group, places.size() % count));
    return new GroupFolds(
        count, Arrays.stream(own).map(group -> places.getOrDefault(group, 0)).toArray());
  }

  /** Returns the rows of a fold, in order. */
  public int[] inside(int fold) {
    return IntStream.range(0, foldOfRow.length).filter(row -> foldOfRow[row] == fold).toArray();
  }

  /** Returns the rows of all other folds, in order. */
  public int[] outside(int fold) {
    return IntStream.range(0, foldOfRow.length).filter(row -> foldOfRow[row] != fold).toArray();
  }
}

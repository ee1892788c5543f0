package avts.transfer.mapping;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The rows that may be among the k nearest of one asked row, by keys that are known up to an error.
 * A key orders rows as their distance does.
 */
final class Shortlist {
  private final Keys keyRule;
  private final float slack;
  private final IntPredicate eligible;

  /** The k smallest keys so far, in ascending order. */
  private final float[] smallest;

  private int known;

  /** The largest key that can still matter. */
  private float limit = Float.POSITIVE_INFINITY;

  private int[] candidates = new int[32];
  private float[] keys = new float[32];
  private int count;

  /**
   * Starts an empty list.
   *
   * @param keyRule how keys are made
   * @param k number of rows looked for
   * @param slack two keys that differ by more are in the right order
   * @param eligible which rows count
   */
  Shortlist(Keys keyRule, int k, float slack, IntPredicate eligible) {
    this.keyRule = keyRule;
    this.slack = slack;
    this.eligible = eligible;
    smallest = new float[k];
  }

  /**
   * How products of rows become keys: the row's offset less {@code factor} times the product.
   *
   * @param offsets one a row
   * @param factor the same for all rows
   */
  // An array component: shared by all lists of a search, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Keys(float[] offsets, float factor) {}

  /** Offers rows {@code from} to {@code to}, whose products begin at {@code at}. */
  void offer(float[] products, int at, int from, int to) {
    float[] offsets = keyRule.offsets;
    float factor = keyRule.factor;
    for (int row = from; row < to; row++) {
      float key = offsets[row] - factor * products[at + row - from];
      if (key <= limit && eligible.test(row)) {
        add(row, key);
      }
    }
  }

  private void add(int row, float key) {
    if (count == candidates.length) {
      candidates = Arrays.copyOf(candidates, 2 * count);
      keys = Arrays.copyOf(keys, 2 * count);
    }
    candidates[count] = row;
    keys[count] = key;
    count++;
    if (known == smallest.length && key >= smallest[known - 1]) {
      return;
    }
    int place = known < smallest.length ? known++ : known - 1;
    while (place > 0 && smallest[place - 1] > key) {
      smallest[place] = smallest[place - 1];
      place--;
    }
    smallest[place] = key;
    if (known == smallest.length) {
      limit = smallest[known - 1] + slack;
    }
  }

  /** Returns the rows that may be among the nearest, in no order. */
  int[] rows() {
    int[] rows = new int[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (keys[i] <= limit) {
        rows[kept++] = candidates[i];
      }
    }
    return Arrays.copyOf(rows, kept);
  }
}

package avts.pretrain.eval.answer;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What one trained network told about items, such as takes.
 *
 * @param seed the seed it was trained under
 * @param items names of the items
 * @param truth true label of each
 * @param told the label told for each
 */
public record Answers(long seed, List<String> items, List<String> truth, List<String> told) {

  /** Checks that the lists agree. */
  public Answers {
    items = List.copyOf(items);
    truth = List.copyOf(truth);
    told = List.copyOf(told);
    checkArgument(
        items.size() == truth.size() && items.size() == told.size(),
        "%s items have %s labels and %s answers",
        items.size(),
        truth.size(),
        told.size());
  }

  /** Returns the number of right answers. */
  int right() {
    int right = 0;
    for (int i = 0; i < items.size(); i++) {
      right += told.get(i).equals(truth.get(i)) ? 1 : 0;
    }
    return right;
  }
}

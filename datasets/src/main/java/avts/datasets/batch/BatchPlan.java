package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.pair.PairKind;
import java.util.List;

/**
 * What a micro-batch will hold, before anything is read.
 *
 * @param epoch the epoch from 0
 * @param index number of the micro-batch in its epoch, from 0
 * @param windows the clips, windows of one file side by side
 * @param negative for each clip, whose sound is its negative: a permutation without fixed points
 * @param kinds kind of each negative pair, never ALIGNED
 */
public record BatchPlan(
    long epoch, int index, List<Window> windows, List<Integer> negative, List<PairKind> kinds) {

  /** Copies the lists and checks that they agree. */
  public BatchPlan {
    windows = List.copyOf(windows);
    negative = List.copyOf(negative);
    kinds = List.copyOf(kinds);
    checkArgument(
        windows.size() == negative.size() && windows.size() == kinds.size(),
        "%s windows need as many negatives and kinds, got %s and %s",
        windows.size(),
        negative.size(),
        kinds.size());
  }
}

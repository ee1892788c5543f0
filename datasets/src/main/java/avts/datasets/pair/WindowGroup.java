package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import java.util.List;

/**
 * The windows drawn from one file for one batch.
 *
 * @param kind kind of their negatives
 * @param windows the windows, all of one file
 * @param partners for each window, whose sound is its negative: a permutation without fixed points;
 *     empty for {@link PairKind#EASY}, whose partners are other files' windows
 */
public record WindowGroup(PairKind kind, List<Window> windows, List<Integer> partners) {

  /** Checks that the parts agree. */
  public WindowGroup {
    windows = List.copyOf(windows);
    partners = List.copyOf(partners);
    checkArgument(
        partners.size() == (kind == PairKind.EASY ? 0 : windows.size()),
        "%s windows of kind %s cannot have %s partners",
        windows.size(),
        kind,
        partners.size());
  }
}

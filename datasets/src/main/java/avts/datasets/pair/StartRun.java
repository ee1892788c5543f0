package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Consecutive frames at which a window may start.
 *
 * @param first the first of them
 * @param last the last of them, at least the first
 * @param shot number of the shot that all these windows lie in
 */
record StartRun(long first, long last, int shot) {

  StartRun {
    checkArgument(last >= first, "a run ends at %s before its start %s", last, first);
  }

  long size() {
    return last - first + 1;
  }
}

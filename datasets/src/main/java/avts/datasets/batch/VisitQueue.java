package avts.datasets.batch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** Files waiting to be visited, in order; a file that does not fit just now keeps its place. */
final class VisitQueue {
  private final ArrayDeque<Integer> files;

  VisitQueue(Collection<Integer> files) {
    this.files = new ArrayDeque<>(files);
  }

  /** Takes the first file among the next {@code lookAhead} that {@code fits}. */
  OptionalInt take(IntPredicate fits, int lookAhead) {
    ArrayDeque<Integer> passed = new ArrayDeque<>();
    OptionalInt found = OptionalInt.empty();
    while (found.isEmpty() && !files.isEmpty() && passed.size() < lookAhead) {
      int file = files.remove();
      if (fits.test(file)) {
        found = OptionalInt.of(file);
      } else {
        passed.push(file);
      }
    }
    passed.forEach(files::addFirst);
    return found;
  }

  /**
   * Moves the first {@code count} files that {@code fit}, or as many as there are, to a new queue.
   */
  VisitQueue split(int count, IntPredicate fits) {
    VisitQueue taken = new VisitQueue(List.of());
    for (int left = files.size(); left > 0; left--) {
      int file = files.remove();
      if (taken.size() < count && fits.test(file)) {
        taken.add(file);
      } else {
        files.add(file);
      }
    }
    return taken;
  }

  void add(int file) {
    files.add(file);
  }

  int size() {
    return files.size();
  }
}

package avts.datasets.batch;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** Files waiting to be visited, in order; a file that does not fit just now keeps its place. */
final class VisitQueue {
  private final LinkedList<Integer> files = new LinkedList<>();

  VisitQueue(Collection<Integer> files) {
    this.files.addAll(files);
  }

  /** Takes the first file among the next {@code lookAhead} that {@code fits}. */
  OptionalInt take(IntPredicate fits, int lookAhead) {
    int seen = 0;
    for (Iterator<Integer> i = files.iterator(); i.hasNext() && seen < lookAhead; seen++) {
      int file = i.next();
      if (fits.test(file)) {
        i.remove();
        return OptionalInt.of(file);
      }
    }
    return OptionalInt.empty();
  }

  /** Moves the first {@code count} files that {@code fit}, or as many as there are, to a new queue. */
  VisitQueue split(int count, IntPredicate fits) {
    VisitQueue taken = new VisitQueue(List.of());
    for (Iterator<Integer> i = files.iterator(); i.hasNext() && taken.size() < count; ) {
      int file = i.next();
      if (fits.test(file)) {
        taken.add(file);
        i.remove();
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

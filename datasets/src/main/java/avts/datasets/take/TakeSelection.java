package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Some takes of a set: those that fulfil every condition. An empty condition holds for all.
 *
 * @param repetitions which repetitions
 * @param speakers which speakers
 * @param ids which takes by name
 */
public record TakeSelection(Set<Integer> repetitions, Set<String> speakers, Set<String> ids) {

  /** Copies the sets. */
  public TakeSelection {
    repetitions = Set.copyOf(repetitions);
    speakers = Set.copyOf(speakers);
    ids = Set.copyOf(ids);
  }

  /** Returns the selection of all takes. */
  public static TakeSelection all() {
    return new TakeSelection(Set.of(), Set.of(), Set.of());
  }

  /**
   * Returns the takes of {@code set} that are selected, in its order.
   *
   * @throws IllegalArgumentException if a value that is named does not occur in the set, or no take
   *     is left
   */
  public List<Take> of(TakeSet set) {
    List<Take> takes = set.takes();
    checkKnown("repetition", repetitions, takes, Take::repetition);
    checkKnown("speaker", speakers, takes, Take::speaker);
    checkKnown("take", ids, takes, Take::id);
    List<Take> chosen = new ArrayList<>();
    for (Take take : takes) {
      if (holds(repetitions, take.repetition())
          && holds(speakers, take.speaker())
          && holds(ids, take.id())) {
        chosen.add(take);
      }
    }
    checkArgument(!chosen.isEmpty(), "no take of %s is selected by %s", set.name(), this);
    return chosen;
  }

  private static <T> boolean holds(Set<T> condition, T value) {
    return condition.isEmpty() || condition.contains(value);
  }

  private static <T extends Comparable<T>> void checkKnown(
      String what, Set<T> named, Collection<Take> takes, Function<Take, T> value) {
    TreeSet<T> known = takes.stream().map(value).collect(Collectors.toCollection(TreeSet::new));
    TreeSet<T> unknown = new TreeSet<>(named);
    unknown.removeAll(known);
    checkArgument(
        unknown.isEmpty(),
        "the set has no %s %s; it has %s",
        what,
        unknown,
        known.size() <= 30 ? known : known.size() + " others");
  }
}

package avts.transfer.tdl;

import avts.datasets.take.Take;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A set with the numbers of its labels and speakers.
 *
 * @param takes the takes, by their numbers
 * @param labels names of the labels in ascending order
 * @param speakers names of the speakers in ascending order
 */
public record LabelledTakes(List<Take> takes, List<String> labels, List<String> speakers) {

  /** Copies the lists. */
  public LabelledTakes {
    takes = List.copyOf(takes);
    labels = List.copyOf(labels);
    speakers = List.copyOf(speakers);
  }

  /** Numbers labels and speakers. */
  public static LabelledTakes of(List<Take> takes) {
    return new LabelledTakes(
        takes,
        List.copyOf(new TreeSet<>(takes.stream().map(Take::label).toList())),
        List.copyOf(new TreeSet<>(takes.stream().map(Take::speaker).toList())));
  }

  /** Returns the take with a number. */
  public Take take(int number) {
    return takes.get(number);
  }

  /** Returns the number of a take's label. */
  public int label(int take) {
    return labels.indexOf(take(take).label());
  }

  /** Returns the number of a take's speaker. */
  int speaker(int take) {
    return speakers.indexOf(take(take).speaker());
  }

  /** Returns the numbers of the labels of some takes. */
  int[] labelsOf(Collection<Integer> takes) {
    return takes.stream().mapToInt(this::label).toArray();
  }
}

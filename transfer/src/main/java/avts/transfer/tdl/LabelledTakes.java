package avts.transfer.tdl;

import avts.datasets.take.Take;
import avts.transfer.feature.TakeMedia;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A set with the numbers of its labels and speakers.
 *
 * @param media the takes
 * @param labels names of the labels in ascending order
 * @param speakers names of the speakers in ascending order
 */
public record LabelledTakes(TakeMedia media, List<String> labels, List<String> speakers) {

  /** Copies the lists. */
  public LabelledTakes {
    labels = List.copyOf(labels);
    speakers = List.copyOf(speakers);
  }

  /** Numbers labels and speakers. */
  public static LabelledTakes of(TakeMedia media) {
    return new LabelledTakes(
        media,
        List.copyOf(new TreeSet<>(media.takes().stream().map(Take::label).toList())),
        List.copyOf(new TreeSet<>(media.takes().stream().map(Take::speaker).toList())));
  }

  /** Returns the take with a number. */
  public Take take(int number) {
    return media.takes().get(number);
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

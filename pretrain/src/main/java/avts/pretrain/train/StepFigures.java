package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a task went in training: means over clips, by groups that the task knows (kinds of negatives,
 * say).
 *
 * @param groups figures of each group that occurred, by name
 */
public record StepFigures(SortedMap<String, Group> groups) {

  /** The figure that every group has. */
  public static final String ACCURACY = "accuracy";

  /** Copies the map. */
  public StepFigures {
    groups = ImmutableSortedMap.copyOf(groups);
  }

  /**
   * Figures of one group.
   *
   * @param clips their number, at least 1
   * @param means mean of each figure over the clips, by name, {@value #ACCURACY} among them, 0..1
   */
  public record Group(int clips, Map<String, Double> means) {

    /** Checks the number. */
    public Group {
      checkArgument(clips >= 1, "clips must be positive, got %s", clips);
      checkArgument(means.containsKey(ACCURACY), "%s is missing in %s", ACCURACY, means.keySet());
      means = ImmutableMap.copyOf(means);
    }

    /** Returns one figure. */
    public double mean(String name) {
      Double mean = means.get(name);
      checkArgument(mean != null, "there is no %s, but %s", name, means.keySet());
      return mean;
    }
  }

  /** Returns the number of clips in all groups together. */
  public int clips() {
    return groups.values().stream().mapToInt(Group::clips).sum();
  }

  /** Returns the accuracy over all groups together, NaN where there are no clips. */
  public double accuracy() {
    double right = 0;
    int clips = 0;
    for (Group group : groups.values()) {
      right += group.mean(ACCURACY) * group.clips();
      clips += group.clips();
    }
    return right / clips;
  }

  /** Collects clips. Not thread-safe. */
  public static final class Accumulator {
    private final SortedMap<String, Sums> groups = new TreeMap<>();

    private static final class Sums {
      private final Map<String, Double> sums = new LinkedHashMap<>();
      private int clips;

      Group group() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / clips));
        return new Group(clips, means);
      }
    }

    /** Adds one clip of {@code group}; every clip of a group has figures of the same names. */
    public void add(String group, Map<String, Double> figures) {
      Sums sums = groups.computeIfAbsent(group, name -> new Sums());
      sums.clips++;
      figures.forEach((name, figure) -> sums.sums.merge(name, figure, Double::sum));
    }

    /** Adds the clips of other figures. */
    public void add(StepFigures other) {
      other.groups.forEach(
          (name, group) -> {
            Sums sums = groups.computeIfAbsent(name, key -> new Sums());
            sums.clips += group.clips();
            group
                .means()
                .forEach(
                    (figure, mean) -> sums.sums.merge(figure, mean * group.clips(), Double::sum));
          });
    }

    /** Returns the number of clips so far. */
    public int clips() {
      return groups.values().stream().mapToInt(sums -> sums.clips).sum();
    }

    /** Returns the figures so far. */
    public StepFigures figures() {
      SortedMap<String, Group> figures = new TreeMap<>();
      groups.forEach((name, sums) -> figures.put(name, sums.group()));
      return new StepFigures(figures);
    }
  }
}

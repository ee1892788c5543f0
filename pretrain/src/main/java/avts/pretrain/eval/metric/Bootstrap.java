package avts.pretrain.eval.metric;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Percentile bootstrap that resamples whole groups (videos, takes), because items of one group are
 * not independent of each other.
 *
 * @param draws number of resamplings, 100 to 100000
 * @param level probability that the interval shall cover, between 0 and 1
 */
public record Bootstrap(int draws, double level) {
  private static final int MIN_DRAWS = 100;
  private static final int MAX_DRAWS = 100_000;

  /** A figure of some of the items; the same item may be given several times. */
  @FunctionalInterface
  public interface Statistic {

    /** Returns the figure of the items with these indices. */
    double of(int[] items);
  }

  /** Checks the ranges. */
  public Bootstrap {
    checkArgument(
        draws >= MIN_DRAWS && draws <= MAX_DRAWS,
        "draws must lie in %s..%s, got %s",
        MIN_DRAWS,
        MAX_DRAWS,
        draws);
    checkArgument(level > 0 && level < 1, "level must lie between 0 and 1, got %s", level);
  }

  /**
   * Returns the figure of all items with its interval.
   *
   * @param groups name of each item's group
   * @param statistic the figure; it must be defined for any set of whole groups
   * @param random source of the resamplings
   */
  public Interval interval(List<String> groups, Statistic statistic, RandomGenerator random) {
    checkArgument(!groups.isEmpty(), "there are no items to resample");
    int[][] members = members(groups);
    int[] all = new int[groups.size()];
    Arrays.setAll(all, i -> i);
    double[] figures = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      int[][] chosen = new int[members.length][];
      Arrays.setAll(chosen, i -> members[random.nextInt(members.length)]);
      figures[draw] = statistic.of(Arrays.stream(chosen).flatMapToInt(Arrays::stream).toArray());
    }
    Arrays.sort(figures);
    double tail = (1 - level) / 2;
    return new Interval(
        statistic.of(all), Quantiles.of(figures, tail), Quantiles.of(figures, 1 - tail));
  }

  private static int[][] members(List<String> groups) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    groups.forEach(group -> counts.merge(group, 1, Integer::sum));
    Map<String, int[]> members = new LinkedHashMap<>();
    Map<String, Integer> filled = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      String group = groups.get(i);
      int[] items = members.computeIfAbsent(group, name -> new int[counts.getOrDefault(name, 0)]);
      items[filled.merge(group, 1, Integer::sum) - 1] = i;
    }
    return members.values().toArray(int[][]::new);
  }
}

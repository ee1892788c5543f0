package avts.pretrain.eval.answer;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.SignFlip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Scores of the same items by several rows, 0 to 1, more is better: means and paired comparisons.
 * Intervals are over items, which are taken for independent of each other. Immutable.
 */
public final class ItemScores {
  private final List<String> items;
  private final Map<String, double[]> rows = new HashMap<>();
  private final Statistics statistics;
  private final Bootstrap bootstrap;

  /**
   * How sure the figures shall be.
   *
   * @param flips tosses of the sign-flip test, at least 100
   * @param draws resamplings of items for the intervals, 100 to 100000
   * @param confidence probability that the intervals shall cover, between 0 and 1
   */
  public record Statistics(int flips, int draws, double confidence) {}

  /**
   * Copies the scores.
   *
   * @param items names of the items, all different
   * @param rows by name of the row, the score of each item
   */
  public ItemScores(List<String> items, Map<String, double[]> rows, Statistics statistics) {
    this.items = List.copyOf(items);
    this.statistics = statistics;
    bootstrap = new Bootstrap(statistics.draws, statistics.confidence);
    rows.forEach((row, scores) -> this.rows.put(row, scores.clone()));
  }

  private double[] of(String row) {
    return Objects.requireNonNull(rows.get(row), row);
  }

  /** The same for every figure: rows are resampled and flipped alike. */
  private static RandomGenerator random() {
    return new Seeds(1).generator(Purpose.BOOTSTRAP, 0, 4);
  }

  /** Returns the mean over the items. */
  public Interval mean(String row) {
    double[] own = of(row);
    return bootstrap.interval(items, chosen -> mean(own, chosen), random());
  }

  /** Compares two rows; p comes from flips of items' signs. */
  public Contrast contrast(String first, String second) {
    double[] differences = of(first).clone();
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= of(second)[i];
    }
    return new Contrast(
        first,
        second,
        bootstrap.interval(items, chosen -> mean(differences, chosen), random()),
        first.equals(second)
            ? 1
            : SignFlip.of(of(first), of(second), statistics.flips, random()).p());
  }

  /**
   * Returns how much of a possible gain was had: {@code (gain - base) / (most - base)} of means.
   *
   * @return null where some resampling leaves nothing to gain, so that the ratio means nothing
   */
  public @Nullable Interval recovered(String gain, String base, String most) {
    double[] had = of(gain);
    double[] none = of(base);
    double[] all = of(most);
    List<Boolean> undefined = new ArrayList<>();
    Interval interval =
        bootstrap.interval(
            items,
            chosen -> {
              double room = mean(all, chosen) - mean(none, chosen);
              if (room <= 0) {
                undefined.add(true);
                return 0;
              }
              return (mean(had, chosen) - mean(none, chosen)) / room;
            },
            random());
    return undefined.isEmpty() ? interval : null;
  }

  private static double mean(double[] values, int[] chosen) {
    double sum = 0;
    for (int item : chosen) {
      sum += values[item];
    }
    return sum / chosen.length;
  }
}

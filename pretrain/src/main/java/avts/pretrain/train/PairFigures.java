package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.PairKind;
import com.google.common.collect.ImmutableSortedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How aligned and misaligned pairs were told apart in training, by kind of the negative.
 *
 * @param byKind figures of each kind that occurred
 */
public record PairFigures(SortedMap<PairKind, Figures> byKind) {

  /** Copies the map. */
  public PairFigures {
    byKind = ImmutableSortedMap.copyOf(byKind);
  }

  /**
   * Figures of the clips whose negative is of one kind.
   *
   * @param clips their number, at least 1
   * @param positiveDistance mean distance of their aligned pairs
   * @param negativeDistance mean distance of their negative pairs
   * @param accuracy share of clips whose aligned pair is the closer one, 0..1; a tie counts half
   */
  public record Figures(
      int clips, double positiveDistance, double negativeDistance, double accuracy) {

    /** Checks the number. */
    public Figures {
      checkArgument(clips >= 1, "clips must be positive, got %s", clips);
    }
  }

  /** Returns the accuracy over all kinds together, NaN where there are no clips. */
  public double accuracy() {
    double right = 0;
    int clips = 0;
    for (Figures figures : byKind.values()) {
      right += figures.accuracy() * figures.clips();
      clips += figures.clips();
    }
    return right / clips;
  }

  /** Collects clips. Not thread-safe. */
  public static final class Accumulator {
    private final SortedMap<PairKind, Sums> byKind = new TreeMap<>();

    private static final class Sums {
      private int clips;
      private double positive;
      private double negative;
      private double right;

      Figures figures() {
        return new Figures(clips, positive / clips, negative / clips, right / clips);
      }
    }

    /** Adds the clips of one micro-batch. */
    public void add(MicroResult result) {
      for (int i = 0; i < result.clips(); i++) {
        Sums sums = byKind.computeIfAbsent(result.kinds().get(i), kind -> new Sums());
        double positive = result.output().positiveDistance()[i];
        double negative = result.output().negativeDistance()[i];
        sums.clips++;
        sums.positive += positive;
        sums.negative += negative;
        sums.right += positive < negative ? 1 : positive == negative ? 0.5 : 0;
      }
    }

    /** Returns the number of clips so far. */
    public int clips() {
      return byKind.values().stream().mapToInt(sums -> sums.clips).sum();
    }

    /** Returns the figures so far. */
    public PairFigures figures() {
      SortedMap<PairKind, Figures> figures = new TreeMap<>();
      byKind.forEach((kind, sums) -> figures.put(kind, sums.figures()));
      return new PairFigures(figures);
    }
  }
}

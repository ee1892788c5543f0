package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.PairKind;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Arrays;
import java.util.Map;
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
    private final int[] clips = new int[PairKind.values().length];
    private final double[] positive = new double[clips.length];
    private final double[] negative = new double[clips.length];
    private final double[] right = new double[clips.length];

    /** Adds the clips of one micro-batch. */
    public void add(MicroResult result) {
      for (int i = 0; i < result.clips(); i++) {
        int kind = result.kinds().get(i).ordinal();
        double closer = result.output().positiveDistance()[i];
        double farther = result.output().negativeDistance()[i];
        clips[kind]++;
        positive[kind] += closer;
        negative[kind] += farther;
        right[kind] += closer < farther ? 1 : closer == farther ? 0.5 : 0;
      }
    }

    /** Returns the number of clips so far. */
    public int clips() {
      return Arrays.stream(clips).sum();
    }

    /** Returns the figures so far. */
    public PairFigures figures() {
      Map<PairKind, Figures> byKind = new TreeMap<>();
      for (PairKind kind : PairKind.values()) {
        int k = kind.ordinal();
        if (clips[k] > 0) {
          byKind.put(
              kind,
              new Figures(
                  clips[k], positive[k] / clips[k], negative[k] / clips[k], right[k] / clips[k]));
        }
      }
      return new PairFigures(new TreeMap<>(byKind));
    }
  }
}

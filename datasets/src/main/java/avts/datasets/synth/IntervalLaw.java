package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long it takes from one impact to the next: independent, uniform between two bounds.
 *
 * <p>Impacts are drawn from long before the file begins, so that its first second is like any
 * other.
 *
 * @param minimumMicros shortest interval in microseconds, positive
 * @param maximumMicros longest interval in microseconds, at least the shortest
 */
public record IntervalLaw(long minimumMicros, long maximumMicros) {
  /** Fifteen mean intervals: enough to forget where the sequence began. */
  private static final int BURN_IN_INTERVALS = 15;

  /** Checks the bounds. */
  public IntervalLaw {
    checkArgument(
        minimumMicros > 0 && maximumMicros >= minimumMicros,
        "intervals must be positive and ascending, got %s..%s microseconds",
        minimumMicros,
        maximumMicros);
  }

  /** Returns the law of all files: 0.3 to 0.7 s, two impacts per second on average. */
  public static IntervalLaw standard() {
    return new IntervalLaw(300_000, 700_000);
  }

  /** Returns the law by which silent objects turn: 0.2 to 0.6 s, so that they cover the impacts. */
  public static IntervalLaw distractors() {
    return new IntervalLaw(200_000, 600_000);
  }

  /**
   * Draws impacts in microseconds, ascending: at least {@value #BURN_IN_INTERVALS} before time 0,
   * and at least one after {@code endMicros}.
   */
  public long[] draw(RandomGenerator random, long endMicros) {
    List<Long> impacts = new ArrayList<>();
    long now = -BURN_IN_INTERVALS * maximumMicros;
    while (now <= endMicros) {
      now += random.nextLong(minimumMicros, maximumMicros + 1);
      impacts.add(now);
    }
    return Longs.toArray(impacts);
  }
}

package avts.pretrain.sync;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The offsets that are tried, evenly spaced about zero. An offset above zero means that the sound
 * comes too late.
 *
 * @param maxMillis greatest offset in milliseconds either way, 100 to 30000
 * @param stepMillis distance of neighbouring offsets in milliseconds, 5 to 100, dividing {@code
 *     maxMillis}
 */
public record LagRange(int maxMillis, int stepMillis) {

  /** Checks the ranges. */
  public LagRange {
    checkArgument(
        maxMillis >= 100 && maxMillis <= 30_000,
        "the greatest offset must lie in 100..30000 ms, got %s",
        maxMillis);
    checkArgument(
        stepMillis >= 5 && stepMillis <= 100,
        "the step of offsets must lie in 5..100 ms, got %s",
        stepMillis);
    checkArgument(
        maxMillis % stepMillis == 0,
        "the greatest offset must be a multiple of %s ms, got %s",
        stepMillis,
        maxMillis);
  }

  /** Returns 2 s either way in steps of 20 ms. */
  public static LagRange standard() {
    return new LagRange(2000, 20);
  }

  /** Returns the number of offsets, which is odd. */
  public int count() {
    return 2 * (maxMillis / stepMillis) + 1;
  }

  /** Returns offset {@code index} in milliseconds. */
  public int millis(int index) {
    return index * stepMillis - maxMillis;
  }

  /** Returns the place of {@code millis} among the offsets, whole where it is one of them. */
  public double index(double millis) {
    return (millis + maxMillis) / stepMillis;
  }
}

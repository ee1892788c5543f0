package avts.datasets.time;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.IntMath;

/**
 * An exact number of frames per second, as a fraction in lowest terms: 25/1, 30000/1001.
 *
 * <p>All methods are exact; they throw {@link ArithmeticException} rather than overflow.
 *
 * @param numerator frames, positive
 * @param denominator seconds, positive
 */
public record FrameRate(int numerator, int denominator) {

  /** Reduces the fraction to lowest terms. */
  public FrameRate {
    checkArgument(
        numerator > 0 && denominator > 0,
        "frame rate must be a positive fraction, got %s/%s",
        numerator,
        denominator);
    int divisor = IntMath.gcd(numerator, denominator);
    numerator /= divisor;
    denominator /= divisor;
  }

  /** Returns the rate of {@code framesPerSecond} whole frames per second. */
  public static FrameRate of(int framesPerSecond) {
    return new FrameRate(framesPerSecond, 1);
  }

  /**
   * Parses {@code "25"} or {@code "30000/1001"}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static FrameRate parse(String text) {
    String[] parts = text.trim().split("/", -1);
    checkArgument(
        parts.length <= 2, "frame rate must look like 25 or 30000/1001, got \"%s\"", text);
    try {
      int denominator = parts.length == 2 ? Integer.parseInt(parts[1].trim()) : 1;
      return new FrameRate(Integer.parseInt(parts[0].trim()), denominator);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "frame rate must look like 25 or 30000/1001, got \"" + text + "\"", e);
    }
  }

  /** Returns the frames per second as a floating number, for people and for reports only. */
  public double perSecond() {
    return (double) numerator / denominator;
  }

  /**
   * Returns the index of the sample at {@code sampleRate} that is nearest to the start of frame
   * {@code frame}, halves rounded up.
   */
  public long sampleAt(long frame, int sampleRate) {
    checkArgument(sampleRate > 0, "sample rate must be positive, got %s", sampleRate);
    long twice =
        Math.multiplyExact(
            2L,
            Math.multiplyExact(Math.multiplyExact(frame, (long) denominator), (long) sampleRate));
    return Math.floorDiv(Math.addExact(twice, numerator), 2L * numerator);
  }

  /**
   * Returns the index of the last frame that starts at or before {@code ticks} of {@code
   * ticksPerSecond}.
   */
  public long frameAt(long ticks, long ticksPerSecond) {
    checkArgument(ticksPerSecond > 0, "ticks per second must be positive, got %s", ticksPerSecond);
    return Math.floorDiv(
        Math.multiplyExact(ticks, (long) numerator),
        Math.multiplyExact(ticksPerSecond, (long) denominator));
  }

  /** Returns {@code "25"} or {@code "30000/1001"}, which {@link #parse} reads. */
  @Override
  public String toString() {
    return denominator == 1 ? Integer.toString(numerator) : numerator + "/" + denominator;
  }
}

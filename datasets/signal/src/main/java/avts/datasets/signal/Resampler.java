package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.SampleSpan;
import com.google.common.math.IntMath;

/**
 * Changes the sample rate of a waveform by windowed-sinc interpolation, with exact positions.
 *
 * <p>Output sample n sounds at time n / to, input sample k at time k / from; the ratio is kept as a
 * fraction, so nothing drifts. Every output sample is a sum over the same input samples in the same
 * order however it is asked for: any span of the output equals the slice of the whole, bit for bit.
 *
 * <p>The low-pass filter is a sinc under a Kaiser window, one set of taps per phase, each scaled to
 * a gain of exactly one at 0 Hz. With f the Nyquist frequency of the lower rate it passes up to 0.9
 * f (ripple under 0.01 dB) and stops from f on (over 80 dB).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Resampler {
  /** Attenuation of the stop band that the window is designed for, in dB. */
  private static final double ATTENUATION_DB = 86;

  /** End of the pass band and start of the stop band, in parts of the lower Nyquist frequency. */
  private static final double PASS_END = 0.9;

  private static final double STOP_START = 1.0;

  /** Tables beyond this many taps (rates with hardly a common divisor) are not kept. */
  private static final int MOST_KEPT_TAPS = 1 << 22;

  private final int from;
  private final int to;

  /** Input samples per output sample, as step / phases in lowest terms. */
  private final int step;

  private final int phases;

  /** Taps on either side of a position; 0 where the rates are equal. */
  private final int half;

  private final double cutoff;
  private final double beta;

  /** Taps by phase, {@code [phases][2 * half]}; empty where they are computed when needed. */
  private final float[] taps;

  /**
   * Designs the filter.
   *
   * @param from samples per second of the input, positive
   * @param to samples per second of the output, positive
   */
  public Resampler(int from, int to) {
    checkArgument(from > 0 && to > 0, "sample rates must be positive, got %s and %s", from, to);
    this.from = from;
    this.to = to;
    int divisor = IntMath.gcd(from, to);
    this.step = from / divisor;
    this.phases = to / divisor;
    // In cycles per input sample: half the lower rate, over the input rate.
    double nyquist = 0.5 * Math.min(1, (double) to / from);
    this.cutoff = nyquist * (PASS_END + STOP_START) / 2;
    this.beta = 0.1102 * (ATTENUATION_DB - 8.7);
    double length = (ATTENUATION_DB - 7.95) / (14.36 * nyquist * (STOP_START - PASS_END));
    // Even, so that the taps come in fours.
    this.half = from == to ? 0 : 2 * (int) Math.ceil(length / 4);
    this.taps = (long) phases * 2 * half <= MOST_KEPT_TAPS ? allTaps() : new float[0];
  }

  /** Returns the samples per second of the input. */
  public int inputRate() {
    return from;
  }

  /** Returns the samples per second of the output. */
  public int outputRate() {
    return to;
  }

  /** Returns how many input samples on either side of a position have a part in it. */
  public int margin() {
    return half;
  }

  /**
   * Returns the input samples that {@code output} is made of, margins included. The span may begin
   * before 0 and end after the file: there the caller puts silence.
   */
  public SampleSpan inputSpan(SampleSpan output) {
    checkRate(output);
    if (half == 0) {
      return output;
    }
    long first = position(output.start()) - half + 1;
    long last = position(output.end() - 1) + half;
    return new SampleSpan(first, Math.toIntExact(last - first + 1), from);
  }

  /**
   * Resamples a stretch.
   *
   * @param input samples from {@code inputStart} on, which must cover {@link #inputSpan}
   * @param inputStart index of the first given sample on the input's grid
   * @param output the span to produce, at the output rate
   * @return {@code output.count()} samples
   */
  public float[] resample(float[] input, long inputStart, SampleSpan output) {
    SampleSpan needed = inputSpan(output);
    checkArgument(
        inputStart <= needed.start() && inputStart + input.length >= needed.end(),
        "samples %s..%s are needed, margins included, but %s..%s are given",
        needed.start(),
        needed.end(),
        inputStart,
        inputStart + input.length);
    float[] result = new float[output.count()];
    if (half == 0) {
      System.arraycopy(
          input, Math.toIntExact(output.start() - inputStart), result, 0, result.length);
      return result;
    }
    TapSums sums = new TapSums(input, step);
    for (int lane = 0; lane < Math.min(phases, result.length); lane++) {
      long numerator = Math.multiplyExact(output.start() + lane, (long) step);
      long position = Math.floorDiv(numerator, (long) phases);
      int phase = (int) Math.floorMod(numerator, (long) phases);
      int first = (int) (position - half + 1 - inputStart);
      int count = (result.length - lane + phases - 1) / phases;
      boolean kept = taps.length > 0;
      TapSums.Lane outputs =
          new TapSums.Lane(
              kept ? taps : phaseTaps(phase), kept ? phase * 2 * half : 0, 2 * half, first, count);
      sums.write(outputs, result, lane, phases);
    }
    return result;
  }

  /**
   * Resamples a whole file that starts at sample 0, with silence before and after it.
   *
   * @return {@code ceil(input.length * to / from)} samples, none for no input
   */
  public float[] resample(float[] input) {
    int count = Math.toIntExact(((long) input.length * phases + step - 1) / step);
    if (count == 0) {
      return new float[0];
    }
    SampleSpan output = new SampleSpan(0, count, to);
    SampleSpan needed = inputSpan(output);
    float[] padded = new float[Math.max(needed.count(), half + input.length)];
    System.arraycopy(input, 0, padded, Math.toIntExact(-needed.start()), input.length);
    return resample(padded, needed.start(), output);
  }

  /** Index of the last input sample at or before output sample {@code n}. */
  private long position(long n) {
    return Math.floorDiv(Math.multiplyExact(n, (long) step), (long) phases);
  }

  private void checkRate(SampleSpan output) {
    checkArgument(
        output.rate() == to,
        "a span at %s Hz was asked of a resampler to %s Hz",
        output.rate(),
        to);
  }

  private float[] allTaps() {
    float[] all = new float[phases * 2 * half];
    for (int phase = 0; phase < phases && half > 0; phase++) {
      System.arraycopy(phaseTaps(phase), 0, all, phase * 2 * half, 2 * half);
    }
    return all;
  }

  /** Taps for a position {@code phase / phases} after an input sample. */
  private float[] phaseTaps(int phase) {
    double fraction = (double) phase / phases;
    double[] exact = new double[2 * half];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      exact[i] = impulse(fraction + half - 1 - i);
      sum += exact[i];
    }
    float[] scaled = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      scaled[i] = (float) (exact[i] / sum);
    }
    return scaled;
  }

  /** The windowed sinc at {@code distance} input samples from its centre. */
  private double impulse(double distance) {
    double relative = distance / half;
    if (Math.abs(relative) > 1) {
      return 0;
    }
    double angle = 2 * Math.PI * cutoff * distance;
    double sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
    return 2 * cutoff * sinc * bessel(beta * Math.sqrt(1 - relative * relative)) / bessel(beta);
  }

  /** Modified Bessel function of the first kind and order 0, by its power series. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      double factor = x / (2 * k);
      term *= factor * factor;
      sum += term;
    }
    return sum;
  }
}

package avts.datasets.signal;

import java.util.Arrays;

/**
 * Sums of products of samples and filter taps, for outputs that lie a whole number of samples
 * apart.
 *
 * <p>Taps are taken four at a time, {@code sum += (t0 x0 + t1 x1) + (t2 x2 + t3 x3)}, in ascending
 * order. Many outputs are computed side by side, which the compiler turns into vector instructions;
 * few are computed one by one. The additions are the same in both, so are the bits.
 */
final class TapSums {
  /** From so many outputs on, side by side is faster. */
  private static final int FEW = 24;

  /** Outputs computed side by side at most, so that their sums stay in the nearest cache. */
  private static final int BLOCK = 1024;

  private final float[] input;
  private final int step;
  private final float[] sums = new float[BLOCK];

  /** Input sample {@code row * step + plane}, at {@code plane * rows + row}; empty until needed. */
  private float[] planes = new float[0];

  private int rows;

  /**
   * Prepares for one stretch of input.
   *
   * @param step samples between neighbouring outputs of a lane
   */
  TapSums(float[] input, int step) {
    this.input = input;
    this.step = step;
  }

  /**
   * Outputs that share their taps.
   *
   * @param taps filter taps
   * @param begin index of the first tap
   * @param length number of taps, a multiple of four
   * @param first input sample under the first tap of the first output
   * @param count number of outputs
   */
  // An array component: a view of the filter's table, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Lane(float[] taps, int begin, int length, int first, int count) {}

  /** Writes the sums of {@code lane} to {@code result}, {@code stride} apart from {@code place}. */
  void write(Lane lane, float[] result, int place, int stride) {
    if (lane.count() < FEW) {
      for (int i = 0; i < lane.count(); i++) {
        result[place + i * stride] = sum(lane, lane.first() + i * step);
      }
      return;
    }
    spread();
    for (int from = 0; from < lane.count(); from += BLOCK) {
      int count = Math.min(BLOCK, lane.count() - from);
      sumSideBySide(lane, from, count);
      for (int i = 0; i < count; i++) {
        result[place + (from + i) * stride] = sums[i];
      }
    }
  }

  private float sum(Lane lane, int first) {
    float[] taps = lane.taps();
    float sum = 0;
    for (int i = 0; i < lane.length(); i += 4) {
      int tap = lane.begin() + i;
      int sample = first + i;
      sum +=
          (taps[tap] * input[sample] + taps[tap + 1] * input[sample + 1])
              + (taps[tap + 2] * input[sample + 2] + taps[tap + 3] * input[sample + 3]);
    }
    return sum;
  }

  /** Puts into {@code sums} the outputs from {@code from} on. */
  private void sumSideBySide(Lane lane, int from, int count) {
    float[] taps = lane.taps();
    float[] samples = planes;
    float[] totals = sums;
    Arrays.fill(totals, 0, count, 0);
    for (int i = 0; i < lane.length(); i += 4) {
      int tap = lane.begin() + i;
      float tap0 = taps[tap];
      float tap1 = taps[tap + 1];
      float tap2 = taps[tap + 2];
      float tap3 = taps[tap + 3];
      int at0 = place(lane.first() + i) + from;
      int at1 = place(lane.first() + i + 1) + from;
      int at2 = place(lane.first() + i + 2) + from;
      int at3 = place(lane.first() + i + 3) + from;
      for (int n = 0; n < count; n++) {
        totals[n] +=
            (tap0 * samples[at0 + n] + tap1 * samples[at1 + n])
                + (tap2 * samples[at2 + n] + tap3 * samples[at3 + n]);
      }
    }
  }

  private int place(int sample) {
    return sample % step * rows + sample / step;
  }

  /** Sorts the input so that the samples under one tap of a lane are neighbours. */
  private void spread() {
    if (rows > 0) {
      return;
    }
    rows = (input.length + step - 1) / step;
    if (step == 1) {
      planes = input;
      return;
    }
    planes = new float[rows * step];
    for (int plane = 0; plane < step; plane++) {
      int to = plane * rows;
      for (int sample = plane; sample < input.length; sample += step) {
        planes[to++] = input[sample];
      }
    }
  }
}

package avts.datasets.index;

import avts.datasets.media.MediaScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Timestamps, motion and shots of a picture stream.
 *
 * <p>A shot begins where FFmpeg's scene change score (libavfilter, vf_scdet) reaches the threshold:
 * the smaller of m(i) and |m(i) - m(i-1)|, where m(i) is the mean absolute difference of picture i
 * to the one before it in percent of 256. It is computed on the small gray squares.
 */
final class PictureTrack implements MediaScan.PictureSink {
  /** Pixels on each side of the squares on which motion is measured. */
  static final int SIDE = 64;

  private static final long JITTER_MICROS = 1_500;

  private final double sceneThreshold;
  private final byte[] previous = new byte[SIDE * SIDE];
  private final List<Long> cuts = new ArrayList<>();
  private long[] micros = new long[256];
  private float[] differences = new float[256];
  private int count;
  private long lastDuration;
  private double previousPercent;

  PictureTrack(double sceneThreshold) {
    this.sceneThreshold = sceneThreshold;
  }

  @Override
  public void picture(long time, long durationMicros, byte[] gray) {
    double difference = 0;
    if (count > 0) {
      difference = (double) absoluteDifference(gray, previous) / (SIDE * SIDE);
      double percent = difference * 100 / 256;
      if (Math.min(percent, Math.abs(percent - previousPercent)) >= sceneThreshold) {
        cuts.add(time);
      }
      previousPercent = percent;
    }
    System.arraycopy(gray, 0, previous, 0, previous.length);
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, 2 * count);
      differences = Arrays.copyOf(differences, 2 * count);
    }
    micros[count] = time;
    differences[count] = (float) difference;
    count++;
    lastDuration = durationMicros;
  }

  private static int absoluteDifference(byte[] a, byte[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(Byte.toUnsignedInt(a[i]) - Byte.toUnsignedInt(b[i]));
    }
    return sum;
  }

  int count() {
    return count;
  }

  long startMicros() {
    return count == 0 ? 0 : Arrays.stream(micros, 0, count).min().orElse(0);
  }

  /** Returns when the last picture is over; its length is the usual one where it is not stated. */
  long endMicros() {
    if (count == 0) {
      return 0;
    }
    long last = Arrays.stream(micros, 0, count).max().orElse(0);
    long usual = count > 1 ? (last - startMicros()) / (count - 1) : 0;
    return last + (lastDuration > 0 ? lastDuration : usual);
  }

  List<Long> cutsMicros() {
    return List.copyOf(cuts);
  }

  /** Returns whether distances in time differ by more than the container's clock explains. */
  boolean isVariable(long tickMicros) {
    long shortest = Long.MAX_VALUE;
    long longest = Long.MIN_VALUE;
    for (int i = 1; i < count; i++) {
      long distance = micros[i] - micros[i - 1];
      shortest = Math.min(shortest, distance);
      longest = Math.max(longest, distance);
    }
    return count > 2 && longest - shortest > Math.max(2 * tickMicros, JITTER_MICROS);
  }

  /**
   * Returns the motion of each step from {@code start} on: the mean, over the step's time, of the
   * difference between the two pictures around each moment.
   */
  List<Float> motion(long start, int steps, long stepMicros) {
    double[] sums = new double[steps];
    double[] times = new double[steps];
    for (int i = 1; i < count; i++) {
      long from = Math.max(micros[i - 1], start);
      long to = Math.min(micros[i], start + steps * stepMicros);
      for (long at = from; at < to; ) {
        int step = (int) ((at - start) / stepMicros);
        long end = Math.min(to, start + (step + 1) * stepMicros);
        sums[step] += (double) differences[i] * (end - at);
        times[step] += end - at;
        at = end;
      }
    }
    List<Float> motion = new ArrayList<>(steps);
    for (int step = 0; step < steps; step++) {
      double mean = times[step] > 0 ? sums[step] / times[step] : 0;
      motion.add(Math.round(mean * 1000) / 1000f);
    }
    return motion;
  }
}

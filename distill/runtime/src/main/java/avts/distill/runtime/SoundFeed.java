package avts.distill.runtime;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.signal.Resampler;
import avts.datasets.time.SampleSpan;
import java.util.Arrays;

/**
 * Mono sound that comes in at one sample rate and is wanted at another, clip after clip. Keeps what
 * later clips can still need and no more. A sample's value depends on the sound alone, not on how
 * it was divided into pieces.
 */
final class SoundFeed {
  private final Resampler resampler;
  private final Queue input;
  private final Queue output;
  private long received;

  /** Begins with silence, as every file does. */
  SoundFeed(Resampler resampler) {
    this.resampler = resampler;
    input = new Queue(-resampler.margin());
    input.addSilence(resampler.margin());
    output = new Queue(0);
  }

  /** Returns the number of samples that came in. */
  long received() {
    return received;
  }

  /**
   * Takes samples, which are cut to -1..1.
   *
   * @throws IllegalArgumentException if one is not finite; nothing is taken then
   */
  void add(float[] mono) {
    for (int i = 0; i < mono.length; i++) {
      checkArgument(
          Float.isFinite(mono[i]),
          "sample %s is %s: sound must be finite numbers",
          Long.valueOf(received + i),
          Float.valueOf(mono[i]));
    }
    int from = input.grow(mono.length);
    for (int i = 0; i < mono.length; i++) {
      input.values[from + i] = Math.max(-1, Math.min(1, mono[i]));
    }
    received += mono.length;
  }

  /** Returns whether enough has come in for the wanted sound up to {@code end}. */
  boolean reaches(long end) {
    return needed(end) <= received;
  }

  private long needed(long end) {
    return resampler.inputSpan(new SampleSpan(end - 1, 1, resampler.outputRate())).end();
  }

  /**
   * Returns the wanted sound from {@code start} to {@code end}, and forgets what is before {@code
   * kept}. Behind the sound that came in there is silence.
   */
  float[] take(long start, long end, long kept) {
    resampleTo(end);
    float[] samples = output.copy(start, end);
    output.dropBefore(kept);
    return samples;
  }

  private void resampleTo(long end) {
    long begin = output.end();
    if (end <= begin) {
      return;
    }
    SampleSpan span = new SampleSpan(begin, Math.toIntExact(end - begin), resampler.outputRate());
    long missing = needed(end) - input.end();
    if (missing > 0) {
      input.addSilence(Math.toIntExact(missing));
    }
    float[] resampled = resampler.resample(input.copy(input.start, input.end()), input.start, span);
    int from = output.grow(resampled.length);
    System.arraycopy(resampled, 0, output.values, from, resampled.length);
    input.dropBefore(resampler.inputSpan(new SampleSpan(end, 1, resampler.outputRate())).start());
  }

  /** Samples that follow one another, appended at one end and dropped at the other. */
  private static final class Queue {
    private float[] values = new float[0];
    private int count;
    private long start;

    Queue(long start) {
      this.start = start;
    }

    long end() {
      return start + count;
    }

    /** Makes room behind the last sample and returns where. */
    int grow(int more) {
      int from = count;
      count = Math.addExact(count, more);
      if (count > values.length) {
        values = Arrays.copyOf(values, Math.max(count, values.length + values.length / 2));
      }
      return from;
    }

    void addSilence(int more) {
      int from = grow(more);
      Arrays.fill(values, from, count, 0);
    }

    float[] copy(long from, long to) {
      return Arrays.copyOfRange(values, Math.toIntExact(from - start), Math.toIntExact(to - start));
    }

    void dropBefore(long kept) {
      int dropped = (int) Math.max(0, Math.min(count, kept - start));
      System.arraycopy(values, dropped, values, 0, count - dropped);
      count -= dropped;
      start += dropped;
    }
  }
}

package avts.datasets.index;

import avts.datasets.signal.BandEnergies;
import avts.datasets.signal.Resampler;
import avts.datasets.time.SampleSpan;
import java.util.Arrays;

/** Makes a fingerprint from sound that arrives piece by piece. */
final class FingerprintBuilder {
  private static final int BANDS = 33;
  private static final double LOW_HZ = 300;
  private static final double HIGH_HZ = 3400;

  /** Quieter windows are silence: room noise of decent recordings lies above, dither below. */
  private static final double SILENCE_DB = -90;

  /** Resampled at a time. */
  private static final int CHUNK = 4096;

  private final Resampler resampler;
  private final BandEnergies bands =
      new BandEnergies(AudioFingerprint.RATE, AudioFingerprint.WINDOW, BANDS, LOW_HZ, HIGH_HZ);

  /** Sound at the file's rate; the first sample is number {@link #inputStart}. */
  private float[] input;

  private long inputStart;
  private int inputLength;
  private long resampled;

  /** Sound at the fingerprint's rate that windows still need. */
  private float[] wave = new float[AudioFingerprint.WINDOW + 2 * CHUNK];

  private int waveLength;

  /** Level differences of the last windows, the oldest first. */
  private final double[][] recent = new double[AudioFingerprint.LAG][BANDS - 1];

  private long windows;
  private int[] words = new int[256];
  private int count;

  FingerprintBuilder(int rate) {
    this.resampler = new Resampler(rate, AudioFingerprint.RATE);
    // The resampler looks back: before the file there is silence.
    this.inputLength = resampler.margin() + 1;
    this.inputStart = -inputLength;
    this.input = new float[4 * inputLength + rate];
  }

  void add(float[] mono) {
    append(mono, mono.length);
    while (true) {
      SampleSpan chunk = new SampleSpan(resampled, CHUNK, AudioFingerprint.RATE);
      SampleSpan needed = resampler.inputSpan(chunk);
      if (needed.end() > inputStart + inputLength) {
        return;
      }
      take(chunk);
    }
  }

  /** Returns the fingerprint of all that was added; nothing can be added any more. */
  AudioFingerprint build() {
    long end = inputStart + inputLength;
    long total = end * AudioFingerprint.RATE / resampler.inputRate();
    append(new float[resampler.margin() + 1], resampler.margin() + 1);
    while (resampled < total) {
      take(
          new SampleSpan(
              resampled, (int) Math.min(CHUNK, total - resampled), AudioFingerprint.RATE));
    }
    return new AudioFingerprint(Arrays.copyOf(words, count));
  }

  private void append(float[] samples, int length) {
    if (inputLength + length > input.length) {
      input = Arrays.copyOf(input, 2 * (inputLength + length));
    }
    System.arraycopy(samples, 0, input, inputLength, length);
    inputLength += length;
  }

  private void take(SampleSpan chunk) {
    float[] samples = resampler.resample(input, inputStart, chunk);
    resampled = chunk.end();
    long needed = resampler.inputSpan(new SampleSpan(resampled, 1, AudioFingerprint.RATE)).start();
    int used = (int) Math.min(inputLength, Math.max(0, needed - inputStart));
    System.arraycopy(input, used, input, 0, inputLength - used);
    inputStart += used;
    inputLength -= used;
    System.arraycopy(samples, 0, wave, waveLength, samples.length);
    waveLength += samples.length;
    int start = 0;
    for (; start + AudioFingerprint.WINDOW <= waveLength; start += AudioFingerprint.HOP) {
      window(start);
    }
    System.arraycopy(wave, start, wave, 0, waveLength - start);
    waveLength -= start;
  }

  private void window(int start) {
    double[] levels = new double[BANDS];
    bands.compute(wave, start, levels);
    double[] differences = recent[0];
    int word = 0;
    double[] now = new double[BANDS - 1];
    for (int band = 0; band + 1 < BANDS; band++) {
      now[band] = levels[band] - levels[band + 1];
      if (now[band] > differences[band]) {
        word |= 1 << band;
      }
    }
    System.arraycopy(recent, 1, recent, 0, recent.length - 1);
    recent[recent.length - 1] = now;
    windows++;
    if (windows <= AudioFingerprint.LAG) {
      return;
    }
    if (count == words.length) {
      words = Arrays.copyOf(words, 2 * count);
    }
    words[count++] = isSilent(start) ? 0 : word;
  }

  private boolean isSilent(int start) {
    double energy = 0;
    for (int n = start; n < start + AudioFingerprint.WINDOW; n++) {
      energy += (double) wave[n] * wave[n];
    }
    return 10 * Math.log10(energy / AudioFingerprint.WINDOW + 1e-30) < SILENCE_DB;
  }
}

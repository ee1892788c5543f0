package avts.datasets.index;

import avts.datasets.media.MediaScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Level and length of a sound stream, in all and step by step. */
final class SoundTrack implements MediaScan.SoundSink {
  /** What silence counts as, in dB. */
  static final double SILENCE_DB = -120;

  private final int rate;
  private final long pictureStartMicros;
  private final long stepMicros;
  private final FingerprintBuilder fingerprint;
  private double[] energies = new double[256];
  private long[] counts = new long[256];
  private double energy;
  private long samples;
  private long startMicros;
  private long endMicros;

  SoundTrack(int rate, long pictureStartMicros, long stepMicros) {
    this.rate = rate;
    this.pictureStartMicros = pictureStartMicros;
    this.stepMicros = stepMicros;
    this.fingerprint = new FingerprintBuilder(rate);
  }

  @Override
  public void sound(long micros, float[] mono) {
    if (samples == 0) {
      startMicros = micros;
    }
    long start = usableStartMicros();
    for (int n = 0; n < mono.length; n++) {
      double square = (double) mono[n] * mono[n];
      energy += square;
      long time = micros + n * 1_000_000L / rate;
      if (time >= start) {
        int step = Math.toIntExact((time - start) / stepMicros);
        if (step >= energies.length) {
          int larger = Math.max(step + 1, 2 * energies.length);
          energies = Arrays.copyOf(energies, larger);
          counts = Arrays.copyOf(counts, larger);
        }
        energies[step] += square;
        counts[step]++;
      }
    }
    samples += mono.length;
    endMicros = Math.max(endMicros, micros + mono.length * 1_000_000L / rate);
    fingerprint.add(mono);
  }

  /** Returns where on the timeline both streams have begun. */
  long usableStartMicros() {
    return Math.max(pictureStartMicros, startMicros);
  }

  long samples() {
    return samples;
  }

  long startMicros() {
    return startMicros;
  }

  long endMicros() {
    return endMicros;
  }

  /** Returns the root mean square of all samples in dB below full scale. */
  double loudnessDb() {
    return decibels(energy, samples);
  }

  /** Returns the level of the first {@code steps} steps. */
  List<Float> levelsDb(int steps) {
    List<Float> levels = new ArrayList<>(steps);
    for (int step = 0; step < steps; step++) {
      levels.add(
          step < energies.length
              ? (float) decibels(energies[step], counts[step])
              : (float) SILENCE_DB);
    }
    return levels;
  }

  AudioFingerprint fingerprint() {
    return fingerprint.build();
  }

  /** Rounded to a tenth: more digits only fill the manifest. */
  private static double decibels(double energy, long count) {
    double level = count == 0 ? SILENCE_DB : 10 * Math.log10(energy / count);
    return Math.round(Math.max(SILENCE_DB, level) * 10) / 10.0;
  }
}

package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.random.RandomGenerator;

/**
 * The sound of a body struck at given moments, in noise: a sum of decaying partials after each
 * blow, each beginning at its exact microsecond, not at a sample.
 */
final class ImpactSound {
  /** Partials above are left out at every sample rate, so that the rate tells nothing. */
  private static final double HIGHEST_HZ = 7000;

  /** A partial is followed for this many decay times, to -61 dB. */
  private static final double TAIL = 7;

  /** Decay of the noise of the contact itself. */
  private static final double CLICK_SECONDS = 0.002;

  /** Share of each blow's level that is random, so that no two are alike. */
  private static final double LEVEL_SPREAD = 0.25;

  private ImpactSound() {}

  /**
   * How loud, in which noise.
   *
   * @param peakDb level of the loudest sample in dB of full scale, below 0
   * @param signalToNoiseDb mean power of the blows over that of the noise, in dB
   * @param noiseColour 0 for white noise, towards 1 for ever darker noise
   */
  record Recording(double peakDb, double signalToNoiseDb, double noiseColour) {
    Recording {
      checkArgument(peakDb < 0, "peak must lie below 0 dB, got %s", peakDb);
      checkArgument(
          noiseColour >= 0 && noiseColour < 1, "colour must lie in [0, 1), got %s", noiseColour);
    }
  }

  /**
   * Returns {@code samples} samples from time 0 on.
   *
   * @param look the body: its kind gives the partials, its size the pitch
   * @param impacts moments of the blows in microseconds; those before time 0 are heard dying away
   */
  static float[] render(
      ObjectLook look, long[] impacts, Recording recording, Signal signal, RandomGenerator random) {
    double[] sound = new double[signal.samples()];
    for (long impact : impacts) {
      double level = 1 - LEVEL_SPREAD * random.nextDouble();
      strike(sound, look, impact * 1e-6 * signal.sampleRate(), level, signal.sampleRate());
      click(sound, impact * 1e-6 * signal.sampleRate(), level, signal.sampleRate(), random);
    }
    return finish(sound, recording, random);
  }

  /**
   * Returns {@code sound} in noise at the recording's level.
   *
   * @param sound the sound alone, changed
   */
  static float[] finish(double[] sound, Recording recording, RandomGenerator random) {
    double[] noise = noise(sound.length, recording.noiseColour(), random);
    double ratio = Math.pow(10, -recording.signalToNoiseDb() / 20) * rms(sound) / rms(noise);
    double peak = 0;
    for (int i = 0; i < sound.length; i++) {
      sound[i] += ratio * noise[i];
      peak = Math.max(peak, Math.abs(sound[i]));
    }
    double gain = Math.pow(10, recording.peakDb() / 20) / peak;
    float[] result = new float[sound.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (gain * sound[i]);
    }
    return result;
  }

  /**
   * Length and rate of a sound.
   *
   * @param samples number of samples, positive
   * @param sampleRate samples per second, positive
   */
  record Signal(int samples, int sampleRate) {
    Signal {
      checkArgument(samples > 0 && sampleRate > 0, "a sound needs samples and a rate");
    }
  }

  private static void strike(
      double[] sound, ObjectLook look, double start, double level, int sampleRate) {
    for (ObjectKind.Partial partial : look.kind().partials()) {
      double hertz = partial.ratio() * look.fundamentalHz();
      if (hertz > HIGHEST_HZ) {
        continue;
      }
      double decay = partial.decayMillis() * 1e-3 * sampleRate;
      int first = (int) Math.max(0, Math.ceil(start));
      int end = (int) Math.min(sound.length, Math.ceil(start + TAIL * decay));
      double step = 2 * Math.PI * hertz / sampleRate;
      double fade = Math.exp(-1 / decay);
      // Two-term recurrence of exp(-t / decay) * sin(step * t), begun at the first two samples.
      double twice = 2 * fade * Math.cos(step);
      double older = tone(first - 1 - start, step, decay);
      double old = tone(first - start, step, decay);
      for (int n = first; n < end; n++) {
        sound[n] += level * partial.level() * old;
        double next = twice * old - fade * fade * older;
        older = old;
        old = next;
      }
    }
  }

  private static double tone(double since, double step, double decay) {
    return Math.exp(-since / decay) * Math.sin(step * since);
  }

  private static void click(
      double[] sound, double start, double level, int sampleRate, RandomGenerator random) {
    double decay = CLICK_SECONDS * sampleRate;
    int first = (int) Math.ceil(start);
    int end = (int) Math.ceil(start + TAIL * decay);
    for (int n = first; n < end; n++) {
      double value = level * Math.exp((start - n) / decay) * (2 * random.nextDouble() - 1);
      if (n >= 0 && n < sound.length) {
        sound[n] += value;
      }
    }
  }

  private static double[] noise(int samples, double colour, RandomGenerator random) {
    double[] noise = new double[samples];
    double old = 0;
    for (int n = 0; n < samples; n++) {
      old = colour * old + 2 * random.nextDouble() - 1;
      noise[n] = old;
    }
    return noise;
  }

  private static double rms(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }
}

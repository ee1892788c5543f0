package avts.datasets.synth;

import avts.datasets.synth.ImpactSound.Recording;
import avts.datasets.synth.ImpactSound.Signal;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;

/**
 * The sound of a texture: noise in a band and partials with a hump over the same band, trembling,
 * rising with each event and dying away. Properties are constant over a few milliseconds.
 */
final class TextureSound {
  /** Nothing is heard above, at every sample rate, so that the rate tells nothing. */
  private static final double HIGHEST_HZ = 7000;

  private static final int MOST_PARTIALS = 60;
  private static final double BLOCK_SECONDS = 0.003;

  private final Signal signal;
  private final RandomGenerator random;
  private final Section high = new Section();
  private final Section low = new Section();
  private double phase;
  private double tremorPhase;

  private TextureSound(Signal signal, RandomGenerator random) {
    this.signal = signal;
    this.random = random;
  }

  /**
   * Returns the sound from time 0 on.
   *
   * @param texture the texture at a time in seconds
   */
  static float[] render(
      DoubleFunction<Texture> texture,
      TextureEvents events,
      Recording recording,
      Signal signal,
      RandomGenerator random) {
    double[] sound = new double[signal.samples()];
    TextureSound voice = new TextureSound(signal, random);
    int length = (int) Math.round(BLOCK_SECONDS * signal.sampleRate());
    double amplitude = 0;
    for (int start = 0; start < sound.length; start += length) {
      int end = Math.min(sound.length, start + length);
      double t = (double) start / signal.sampleRate();
      Texture now = texture.apply(t);
      double next = events.amplitude(now, (double) end / signal.sampleRate());
      voice.add(
          new Block(start, end, now, now.bentOctaves(events.since(t)), amplitude, next), sound);
      amplitude = next;
    }
    return ImpactSound.finish(sound, recording, random);
  }

  /**
   * Some samples with what is constant over them.
   *
   * @param start first sample
   * @param end one past the last sample
   * @param texture the texture
   * @param bent octaves by which the pitch is bent
   * @param from amplitude at the first sample
   * @param to amplitude at the end
   */
  private record Block(int start, int end, Texture texture, double bent, double from, double to) {

    double amplitude(int sample) {
      return from + (to - from) * (sample - start) / (end - start);
    }
  }

  private void add(Block block, double[] sound) {
    Texture texture = block.texture;
    double rate = signal.sampleRate();
    double shift = Math.pow(2, block.bent);
    double half = Math.pow(2, texture.octaves() / 2);
    double centre = Math.min(HIGHEST_HZ / 1.3, texture.centreHertz() * shift);
    double top = Math.min(HIGHEST_HZ, centre * half);
    double bottom = centre / half;
    low.lowPass(top, rate);
    high.highPass(bottom, rate);
    // Band noise of white noise of variance 1/3.
    double noiseScale =
        Math.sqrt(1 - texture.harmonicity()) / Math.sqrt((top - bottom) / (rate / 2) / 3);
    double fundamental = texture.fundamentalHertz() * shift;
    double[] weights = weights(fundamental, centre, texture.octaves());
    double toneScale = Math.sqrt(texture.harmonicity());
    for (int n = block.start; n < block.end; n++) {
      double noise = high.filter(low.filter(2 * random.nextDouble() - 1));
      double value = noiseScale * noise;
      if (toneScale > 0) {
        value += toneScale * tone(weights);
        phase += 2 * Math.PI * fundamental / rate;
      }
      double trembling = 0.5 + 0.5 * Math.sin(tremorPhase);
      tremorPhase += 2 * Math.PI * texture.tremorHertz() / rate;
      sound[n] = block.amplitude(n) * (1 - texture.depth() * trembling * trembling) * value;
    }
    phase %= 2 * Math.PI;
  }

  /** Returns the partials' amplitudes, of power 1 in all; empty where all lie too high. */
  private static double[] weights(double fundamental, double centre, double octaves) {
    int count = (int) Math.min(MOST_PARTIALS, HIGHEST_HZ / fundamental);
    double[] weights = new double[count];
    double power = 0;
    for (int k = 1; k <= count; k++) {
      double distance = Math.log(k * fundamental / centre) / Math.log(2) / (octaves / 2);
      weights[k - 1] = Math.exp(-distance * distance / 2) + 1e-4;
      power += weights[k - 1] * weights[k - 1] / 2;
    }
    for (int k = 0; k < count; k++) {
      weights[k] /= Math.sqrt(power);
    }
    return weights;
  }

  /** Sums the partials by the recurrence of the sine of multiples of an angle. */
  private double tone(double[] weights) {
    double twice = 2 * Math.cos(phase);
    double older = 0;
    double old = Math.sin(phase);
    double sum = 0;
    for (double weight : weights) {
      sum += weight * old;
      double next = twice * old - older;
      older = old;
      old = next;
    }
    return sum;
  }

  /** A second-order Butterworth section whose corner may move. */
  private static final class Section {
    private double b0;
    private double b1;
    private double a1;
    private double a2;
    private double x1;
    private double x2;
    private double y1;
    private double y2;

    void lowPass(double hertz, double rate) {
      corner(hertz, rate, 1);
    }

    void highPass(double hertz, double rate) {
      corner(hertz, rate, -1);
    }

    /** The bilinear transform, as in the cookbook of R. Bristow-Johnson. */
    private void corner(double hertz, double rate, int sign) {
      double angle = 2 * Math.PI * Math.min(hertz, 0.45 * rate) / rate;
      double alpha = Math.sin(angle) / Math.sqrt(2);
      double cos = Math.cos(angle);
      b0 = (1 - sign * cos) / 2 / (1 + alpha);
      b1 = sign * (1 - sign * cos) / (1 + alpha);
      a1 = -2 * cos / (1 + alpha);
      a2 = (1 - alpha) / (1 + alpha);
    }

    double filter(double x) {
      double y = b0 * x + b1 * x1 + b0 * x2 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      return y;
    }
  }
}

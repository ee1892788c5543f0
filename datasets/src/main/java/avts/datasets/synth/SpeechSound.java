package avts.datasets.synth;

import avts.datasets.synth.Articulation.Excitation;
import avts.datasets.synth.Articulation.Tract;
import avts.datasets.synth.ImpactSound.Signal;
import java.util.random.RandomGenerator;

/**
 * The sound of a take by source and filter (Fant 1960; the cascade of Klatt 1980): glottal pulses
 * and breath through resonators in a row, hiss through one of its own.
 */
final class SpeechSound {
  /** Targets are constant over a millisecond. */
  private static final int BLOCKS_PER_SECOND = 1000;

  /** Bandwidths of the formants in Hz. */
  private static final double[] WIDTHS = {70, 100, 150, 250};

  /** Fourth formant of a middling man in Hz. */
  private static final double F4 = 3500;

  /** The glottis opens for this share of a period, and closes in the next one (Rosenberg 1971). */
  private static final double OPENING = 0.4;

  private static final double CLOSING = 0.16;

  /** The pitch falls by this share of it from beginning to end. */
  private static final double FALL = 0.2;

  private static final double JITTER = 0.01;

  /** Scale of breath and hiss beside the voice, whose pulses are differentiated. */
  private static final double BREATH = 0.02;

  private static final double HISS = 0.025;

  private final LetterTake take;
  private final int sampleRate;
  private final RandomGenerator random;
  private final Resonator[] tract = new Resonator[WIDTHS.length];
  private final Resonator mouth = new Resonator();
  private double phase;
  private double flow;
  private double jitter = 1;

  private SpeechSound(LetterTake take, int sampleRate, RandomGenerator random) {
    this.take = take;
    this.sampleRate = sampleRate;
    this.random = random;
    for (int i = 0; i < tract.length; i++) {
      tract[i] = new Resonator();
    }
  }

  /**
   * Returns the sound from time 0 on, in -1..1.
   *
   * @param random draws pulses and noises
   */
  static float[] render(LetterTake take, Signal signal, RandomGenerator random) {
    SpeechSound voice = new SpeechSound(take, signal.sampleRate(), random);
    double[] sound = new double[signal.samples()];
    int length = signal.sampleRate() / BLOCKS_PER_SECOND;
    for (int start = 0; start < sound.length; start += length) {
      voice.add(sound, start, Math.min(sound.length, start + length));
    }
    return ImpactSound.finish(sound, take.manner().recording(), random);
  }

  private void add(double[] sound, int start, int end) {
    double micros = 1e6 * start / sampleRate;
    Tract now = take.tract(micros);
    Excitation excitation = take.utterance().excitation(micros);
    double[] formants = {now.f1(), now.f2(), now.f3(), F4 * take.speaker().formantFactor()};
    for (int i = 0; i < tract.length; i++) {
      tract[i].tune(formants[i], WIDTHS[i], sampleRate);
    }
    mouth.tune(excitation.hissHertz(), excitation.hissWidth(), sampleRate);
    double fall = FALL * (0.5 - micros / take.utterance().micros());
    double hertz = take.speaker().pitchHz() * take.manner().pitch() * (1 + fall);
    double breath = excitation.breath() + take.speaker().breathiness() * excitation.voice();
    for (int n = start; n < end; n++) {
      double value = excitation.voice() * pulse(hertz) + BREATH * breath * noise();
      for (Resonator formant : tract) {
        value = formant.filter(value);
      }
      sound[n] = value + HISS * excitation.hiss() * mouth.filter(noise());
    }
  }

  /** The next sample of the derivative of the glottal flow: radiation differentiates. */
  private double pulse(double hertz) {
    double before = flow;
    if (phase < OPENING) {
      flow = 0.5 - 0.5 * Math.cos(Math.PI * phase / OPENING);
    } else if (phase < OPENING + CLOSING) {
      flow = Math.cos(Math.PI / 2 * (phase - OPENING) / CLOSING);
    } else {
      flow = 0;
    }
    phase += jitter * hertz / sampleRate;
    if (phase >= 1) {
      phase -= 1;
      jitter = 1 + JITTER * random.nextGaussian();
    }
    return flow - before;
  }

  private double noise() {
    return 2 * random.nextDouble() - 1;
  }

  /** A digital resonator of unit gain at 0 Hz (Klatt 1980, equation 2) that may be retuned. */
  private static final class Resonator {
    private double a;
    private double b;
    private double c;
    private double old;
    private double older;

    void tune(double hertz, double width, int sampleRate) {
      double radius = Math.exp(-Math.PI * width / sampleRate);
      c = -radius * radius;
      b = 2 * radius * Math.cos(2 * Math.PI * Math.min(hertz, 0.48 * sampleRate) / sampleRate);
      a = 1 - b - c;
    }

    double filter(double value) {
      double next = a * value + b * old + c * older;
      older = old;
      old = next;
      return next;
    }
  }
}

package avts.datasets.synth;

import com.google.errorprone.annotations.Immutable;

/** What a mouth does at one moment, in three parts that change at different speeds. */
final class Articulation {
  /** First formants of a mouth all but closed and of one wide open, in Hz. */
  private static final double CLOSED_F1 = 240;

  private static final double OPEN_F1 = 760;

  /** Second formants of lips rounded and spread, in Hz. */
  private static final double ROUNDED_F2 = 750;

  private static final double SPREAD_F2 = 2300;

  private Articulation() {}

  /**
   * Resonances of the vocal tract.
   *
   * @param f1 first formant in Hz
   * @param f2 second formant in Hz
   * @param f3 third formant in Hz
   */
  @Immutable
  record Tract(double f1, double f2, double f3) {

    Tract towards(Tract other, double share) {
      return new Tract(
          mix(f1, other.f1, share), mix(f2, other.f2, share), mix(f3, other.f3, share));
    }

    /** Returns the resonances of a tract shorter by {@code factor}. */
    Tract scaled(double factor) {
      return new Tract(f1 * factor, f2 * factor, f3 * factor);
    }
  }

  /**
   * What makes the sound.
   *
   * @param voice amplitude of the glottal pulses, 0 to 1
   * @param breath amplitude of the noise of the glottis, 0 to 1
   * @param hiss amplitude of the noise of a narrow place in the mouth, 0 to 1
   * @param hissHertz middle of its band
   * @param hissWidth width of its band in Hz
   */
  @Immutable
  record Excitation(double voice, double breath, double hiss, double hissHertz, double hissWidth) {
    static final Excitation NONE = new Excitation(0, 0, 0, 4000, 3000);

    static Excitation voice(double amplitude) {
      return new Excitation(amplitude, 0, 0, 4000, 3000);
    }

    static Excitation breath(double amplitude) {
      return new Excitation(0, amplitude, 0, 4000, 3000);
    }

    static Excitation hiss(double amplitude, double hertz, double width) {
      return new Excitation(0, 0, amplitude, hertz, width);
    }

    Excitation towards(Excitation other, double share) {
      return new Excitation(
          mix(voice, other.voice, share),
          mix(breath, other.breath, share),
          mix(hiss, other.hiss, share),
          mix(hissHertz, other.hissHertz, share),
          mix(hissWidth, other.hissWidth, share));
    }
  }

  /**
   * What is seen.
   *
   * @param opening height of the gap between the lips, 0 (together) to 1 (wide open)
   * @param spread 0 (rounded) to 1 (spread)
   * @param teeth how far the upper teeth are seen, 0 to 1
   * @param tongue how far the tongue is seen, 0 to 1
   */
  @Immutable
  record Lips(double opening, double spread, double teeth, double tongue) {

    /** The law of vowels: the opening follows the first formant, the spread the second. */
    static Lips ofVowel(Tract tract) {
      double opening = share(tract.f1, CLOSED_F1, OPEN_F1);
      return new Lips(
          0.1 + 0.9 * opening,
          share(tract.f2, ROUNDED_F2, SPREAD_F2),
          0.5 * opening,
          0.3 * opening);
    }

    Lips towards(Lips other, double share) {
      return new Lips(
          mix(opening, other.opening, share),
          mix(spread, other.spread, share),
          mix(teeth, other.teeth, share),
          mix(tongue, other.tongue, share));
    }
  }

  private static double mix(double from, double to, double share) {
    return from + share * (to - from);
  }

  private static double share(double value, double from, double to) {
    return Math.max(0, Math.min(1, (value - from) / (to - from)));
  }
}

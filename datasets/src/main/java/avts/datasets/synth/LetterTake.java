package avts.datasets.synth;

import avts.datasets.random.Seeds;
import avts.datasets.synth.Articulation.Lips;
import avts.datasets.synth.Articulation.Tract;
import avts.datasets.synth.ImpactSound.Recording;
import avts.datasets.synth.ImpactSound.Signal;
import avts.datasets.time.FrameRate;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * One take of a spoken letter; a function of the seed, the speaker's number, the letter and the
 * repetition, whatever their numbers are.
 *
 * @param config what is synthesised
 * @param who number of the speaker, from 1
 * @param letter what is said
 * @param repetition which time this speaker says it, from 1
 * @param speaker how the speaker looks and sounds
 * @param utterance what the mouth does
 * @param manner what differs from take to take
 */
record LetterTake(
    LettersConfig config,
    int who,
    Letter letter,
    int repetition,
    Speaker speaker,
    Utterance utterance,
    Manner manner) {
  static final FrameRate RATE = FrameRate.of(25);
  static final int SAMPLE_RATE = 16_000;

  /** Numbers of the independent draws; those of other kinds lie below. */
  private static final int SPEAKER = 3000;

  private static final int TAKE = 3001;
  private static final int SOUND = 3002;
  private static final int PICTURE = 3003;

  /**
   * What differs from take to take.
   *
   * @param pitch factor of the speaker's pitch
   * @param openness factor of the speaker's opening
   * @param tilt turn of the head in radians
   * @param sway phase of the head's slow motion, in turns
   * @param swaysPerSecond how fast the head moves
   * @param grain standard deviation of the camera's noise, on the scale 0 to 255
   * @param recording level and noise of the sound
   */
  record Manner(
      double pitch,
      double openness,
      double tilt,
      double sway,
      double swaysPerSecond,
      double grain,
      Recording recording) {}

  /** Draws take {@code index} of {@code config}: all letters of all speakers, over and over. */
  static LetterTake draw(LettersConfig config, int index) {
    int letters = Letter.ALL.size();
    Letter letter = Letter.ALL.get(index % letters);
    int who = index / letters % config.speakers() + 1;
    int repetition = index / letters / config.speakers() + 1;
    Speaker speaker = Speaker.draw(generator(config, SPEAKER, who));
    RandomGenerator random = generator(config, TAKE, number(who, letter, repetition));
    double lengthFactor = speaker.lengthFactor() * random.nextDouble(0.92, 1.08);
    long rest = restMicros(letter, lengthFactor, random);
    long before = Math.round(random.nextDouble(0.4, 0.6) * rest);
    Utterance utterance = Utterance.of(letter.phones(), before, rest - before, lengthFactor);
    Manner manner =
        new Manner(
            random.nextDouble(0.93, 1.07),
            random.nextDouble(0.9, 1.1),
            random.nextDouble(-0.08, 0.08),
            random.nextDouble(),
            random.nextDouble(0.2, 0.6),
            random.nextDouble(1, 4),
            new Recording(random.nextDouble(-12, -3), random.nextDouble(22, 40), 0.5));
    return new LetterTake(config, who, letter, repetition, speaker, utterance, manner);
  }

  /** A take lasts as long as it takes to say the letter, and a second at least. */
  private static long restMicros(Letter letter, double lengthFactor, RandomGenerator random) {
    long said = letter.phones().stream().mapToLong(Phone::millis).sum();
    return Math.max(
        random.nextLong(450_000, 700_000),
        random.nextLong(1_040_000, 1_160_000) - Math.round(1000 * said * lengthFactor));
  }

  private static long number(int who, Letter letter, int repetition) {
    return ((long) who * LettersConfig.MOST_REPETITIONS + repetition - 1) * Letter.ALL.size()
        + Letter.ALL.indexOf(letter);
  }

  private static RandomGenerator generator(LettersConfig config, int draw, long number) {
    return new Seeds(config.seed()).generator(Seeds.Purpose.SYNTHESIS, draw, number);
  }

  /** Returns the name of the speaker. */
  String speakerName() {
    return String.format(Locale.ROOT, "s%03d", who);
  }

  /** Returns the file relative to the set's folder: {@code A/s001_2.mp4}. */
  String file() {
    return letter + "/" + speakerName() + "_" + repetition + ".mp4";
  }

  /** Returns the number of frames, the last one ending at or after the utterance. */
  int frames() {
    return Math.toIntExact(RATE.frameAt(utterance.micros() - 1, 1_000_000L) + 1);
  }

  /** Returns the moment of a frame in microseconds. */
  double microsOf(int frame) {
    return 1e6 * frame * RATE.denominator() / RATE.numerator();
  }

  /** Returns the speaker's resonances at a moment. */
  Tract tract(double micros) {
    return utterance.tract(micros).scaled(speaker.formantFactor());
  }

  /** Returns the speaker's mouth at a moment. */
  Lips lips(double micros) {
    Lips lips = utterance.lips(micros);
    double factor = speaker.openness() * manner.openness();
    return new Lips(
        Math.min(1.25, factor * lips.opening()), lips.spread(), lips.teeth(), lips.tongue());
  }

  /** Returns what the file holds. */
  SynthFile content() {
    Signal signal = new Signal(Math.toIntExact(RATE.sampleAt(frames(), SAMPLE_RATE)), SAMPLE_RATE);
    long number = number(who, letter, repetition);
    float[] samples = SpeechSound.render(this, signal, generator(config, SOUND, number));
    MouthPainter painter = new MouthPainter(this, generator(config, PICTURE, number));
    return new SynthFile(
        new SynthFile.Pictures(config.width(), config.height(), RATE, frames()),
        painter::paint,
        samples,
        SAMPLE_RATE);
  }
}

package avts.datasets.synth;

import avts.datasets.synth.Articulation.Lips;
import avts.datasets.synth.Articulation.Tract;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What is said in one take: one line of {@code truth.jsonl}, keys in snake_case.
 *
 * @param file the file, relative to the folder of truth.jsonl
 * @param seed seed of the generator
 * @param letter the label
 * @param speaker name of the speaker
 * @param repetition which time this speaker says it, from 1
 * @param phones what is said when
 * @param frames what is seen and heard at each frame of 25 a second
 */
record LetterTruth(
    String file,
    long seed,
    String letter,
    String speaker,
    int repetition,
    List<SaidPhone> phones,
    List<Moment> frames) {

  LetterTruth {
    phones = List.copyOf(phones);
    frames = List.copyOf(frames);
  }

  /**
   * A phone in time.
   *
   * @param phone its name
   * @param startMicros its beginning in microseconds
   * @param endMicros its end
   */
  record SaidPhone(String phone, long startMicros, long endMicros) {}

  /**
   * The mouth at the moment of a frame.
   *
   * @param f1Hz first formant
   * @param f2Hz second formant
   * @param voice amplitude of the voice, 0 to 1
   * @param opening height of the gap between the lips, 0 to 1.25
   * @param spread 0 (rounded) to 1 (spread)
   */
  record Moment(double f1Hz, double f2Hz, double voice, double opening, double spread) {}

  static LetterTruth of(LetterTake take) {
    return new LetterTruth(
        take.file(),
        take.config().seed(),
        take.letter().name(),
        take.speakerName(),
        take.repetition(),
        take.utterance().segments().stream()
            .map(
                said ->
                    new SaidPhone(
                        said.phone().name().toLowerCase(Locale.ROOT),
                        said.startMicros(),
                        said.endMicros()))
            .toList(),
        IntStream.range(0, take.frames())
            .mapToObj(frame -> moment(take, take.microsOf(frame)))
            .toList());
  }

  private static Moment moment(LetterTake take, double micros) {
    Tract tract = take.tract(micros);
    Lips lips = take.lips(micros);
    return new Moment(
        Palette.rounded(tract.f1()),
        Palette.rounded(tract.f2()),
        Palette.rounded(take.utterance().excitation(micros).voice()),
        Palette.rounded(lips.opening()),
        Palette.rounded(lips.spread()));
  }
}

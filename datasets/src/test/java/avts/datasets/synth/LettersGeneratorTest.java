package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.index.IndexConfig;
import avts.datasets.index.Indexer;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaSource;
import avts.datasets.media.VideoFrames;
import avts.datasets.progress.Progress;
import avts.datasets.synth.Articulation.Lips;
import avts.datasets.synth.Articulation.Tract;
import avts.datasets.synth.Utterance.Segment;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LettersGeneratorTest {
  private static final LettersConfig CONFIG = new LettersConfig(52, 7, 2, 96, 64);
  private static final double CAVITY_LUMA = 58;

  @TempDir static Path folder;

  private static final List<Observed> observed = new ArrayList<>();

  /** A take with what its file shows: dark pixels in each frame, and the samples. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Observed(LetterTake take, double[] dark, float[] sound) {

    /** Root mean square of the sound of each frame's time. */
    double[] loudness() {
      int length = LetterTake.SAMPLE_RATE / 25;
      double[] loud = new double[dark.length];
      for (int frame = 0; frame < loud.length; frame++) {
        double sum = 0;
        for (int n = frame * length; n < (frame + 1) * length; n++) {
          sum += sound[n] * sound[n];
        }
        loud[frame] = Math.sqrt(sum / length);
      }
      return loud;
    }

    double[] truth(ToDoubleFunction<Double> value) {
      double[] values = new double[dark.length];
      for (int frame = 0; frame < values.length; frame++) {
        values[frame] = value.applyAsDouble(take.microsOf(frame));
      }
      return values;
    }
  }

  @BeforeAll
  static void write() throws Exception {
    assertEquals(52, LettersGenerator.generate(CONFIG, folder.resolve("two"), 2, () -> {}));
    for (int index = 0; index < CONFIG.videos(); index++) {
      observed.add(observe(LetterTake.draw(CONFIG, index)));
    }
  }

  private static Observed observe(LetterTake take) throws Exception {
    Path file = folder.resolve("two").resolve(take.file());
    int rate = LetterTake.SAMPLE_RATE;
    try (MediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      VideoFrames frames = reader.readFrames(new FrameSpan(0, take.frames(), LetterTake.RATE), 0);
      double[] dark = new double[take.frames()];
      for (int frame = 0; frame < dark.length; frame++) {
        dark[frame] = dark(frames, frame);
      }
      return new Observed(
          take, dark, reader.readSamples(new SampleSpan(0, take.frames() * rate / 25, rate)));
    }
  }

  /** Counts the pixels of the cavity; the corners, where the background is, are left out. */
  private static int dark(VideoFrames frames, int frame) {
    int count = 0;
    for (int row = frames.height() / 8; row < frames.height(); row++) {
      for (int column = frames.width() / 4; column < frames.width() * 3 / 4; column++) {
        int at = ((frame * frames.height() + row) * frames.width() + column) * 3;
        double luma =
            0.299 * (frames.rgb()[at] & 255)
                + 0.587 * (frames.rgb()[at + 1] & 255)
                + 0.114 * (frames.rgb()[at + 2] & 255);
        count += luma < CAVITY_LUMA ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void takesDependOnSeedSpeakerLetterAndRepetitionAlone() throws Exception {
    LettersConfig one = new LettersConfig(26, 7, 1, 96, 64);
    LettersGenerator.generate(one, folder.resolve("one"), 1, () -> {});
    List<String> lines = Files.readAllLines(folder.resolve("one").resolve(Truth.FILE_NAME));
    assertEquals(
        lines, Files.readAllLines(folder.resolve("two").resolve(Truth.FILE_NAME)).subList(0, 26));
    for (Letter letter : Letter.ALL) {
      String file = letter + "/s001_1.mp4";
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("one").resolve(file)),
          Files.readAllBytes(folder.resolve("two").resolve(file)),
          file);
    }
    LetterTake other = LetterTake.draw(new LettersConfig(26, 8, 1, 96, 64), 0);
    assertNotEquals(LetterTake.draw(one, 0).speaker(), other.speaker(), "another seed");
    assertThrows(
        SynthException.class,
        () ->
            LettersGenerator.generate(
                new LettersConfig(26, 8, 1, 96, 64), folder.resolve("one"), 1, () -> {}));
  }

  @Test
  void everySpeakerSaysEveryLetterEquallyOften() {
    LettersConfig config = new LettersConfig(26 * 3 * 2, 1, 3, 64, 48);
    Map<String, Integer> counts = new HashMap<>();
    for (int index = 0; index < config.videos(); index++) {
      LetterTake take = LetterTake.draw(config, index);
      counts.merge(take.letter() + take.speakerName(), take.repetition(), Integer::sum);
    }
    assertEquals(26 * 3, counts.size());
    assertEquals(Set.of(1 + 2), Set.copyOf(counts.values()));
    assertEquals(2, config.repetitions());
  }

  @Test
  void numbersThatDoNotBalanceAreRefused() {
    IllegalArgumentException uneven =
        assertThrows(IllegalArgumentException.class, () -> new LettersConfig(27, 1, 1, 64, 48));
    assertTrue(String.valueOf(uneven.getMessage()).contains("multiple of 26"));
    assertThrows(IllegalArgumentException.class, () -> new LettersConfig(0, 1, 1, 64, 48));
    assertThrows(IllegalArgumentException.class, () -> new LettersConfig(26, 1, 0, 64, 48));
    assertThrows(IllegalArgumentException.class, () -> new LettersConfig(26, 1, 1, 65, 48));
  }

  /** In all vowels: mouth closed at 240 Hz, wide open at 760; rounded at 750 Hz, spread at 2300. */
  @Test
  void lipsFollowTheFormantsOfVowels() {
    assertEquals(new Lips(0.1, 0, 0, 0), Lips.ofVowel(new Tract(240, 750, 2500)));
    Lips open = Lips.ofVowel(new Tract(500, 1525, 2500));
    assertEquals(0.55, open.opening(), 1e-9);
    assertEquals(0.5, open.spread(), 1e-9);
    assertTrue(Phone.AA.lips().opening() > Phone.EH.lips().opening());
    assertTrue(Phone.EH.lips().opening() > Phone.IY.lips().opening());
    assertTrue(Phone.UW.lips().spread() < Phone.IY.lips().spread());
  }

  /** A border between a closed and an open phone: half way in its middle, whole outside. */
  @Test
  void targetsAreHeldAndMetHalfWay() {
    Utterance said = Utterance.of(List.of(Phone.M, Phone.AA), 200_000, 200_000, 1);
    Segment vowel = said.segments().get(2);
    assertEquals(400_000, vowel.startMicros());
    assertEquals(810_000, said.micros());
    double target = Phone.AA.lips().opening();
    assertEquals(0, said.lips(360_000).opening());
    assertEquals(target / 2, said.lips(400_000).opening(), 1e-9);
    assertEquals(target, said.lips(440_000).opening(), 1e-9);
    assertEquals(0.725, said.excitation(400_000).voice(), 1e-9, "half way from 0.45 to 1");
    assertEquals(1, said.excitation(410_000).voice());
    assertEquals(0, said.lips(809_000).opening());
  }

  @Test
  void theOpeningSeenIsThatOfTheTruth() {
    double seen = 0;
    Map<String, List<double[]>> vowels = new HashMap<>();
    for (Observed take : observed) {
      double[] opening = take.truth(t -> take.take.lips(t).opening());
      seen += correlation(take.dark, opening, 0) / observed.size();
      for (int frame = 0; frame < take.dark.length; frame++) {
        double micros = take.take.microsOf(frame);
        if (take.take.utterance().excitation(micros).voice() > 0.9) {
          vowels
              .computeIfAbsent(take.take.speakerName(), speaker -> new ArrayList<>())
              .add(new double[] {take.dark[frame], take.take.tract(micros).f1()});
        }
      }
    }
    assertTrue(seen > 0.85, "dark pixels against the opening: " + seen);
    assertEquals(2, vowels.size());
    for (List<double[]> frames : vowels.values()) {
      double heard =
          correlation(
              frames.stream().mapToDouble(frame -> frame[0]).toArray(),
              frames.stream().mapToDouble(frame -> frame[1]).toArray(),
              0);
      assertTrue(heard > 0.7, "dark pixels against the first formant of vowels: " + heard);
    }
  }

  @Test
  void lipsCloseForBAndPAndM() {
    for (Observed take : observed) {
      for (Segment said : take.take.utterance().segments()) {
        if (!said.phone().closesLips() || said.phone() == Phone.REST) {
          continue;
        }
        double most = max(take.dark);
        double least = most;
        for (int frame = 0; frame < take.dark.length; frame++) {
          double micros = take.take.microsOf(frame);
          if (micros >= said.startMicros() && micros < said.endMicros()) {
            least = Math.min(least, take.dark[frame]);
          }
        }
        double rest = take.dark[0];
        assertTrue(
            least <= rest + 0.15 * (most - rest),
            take.take.file() + " " + said.phone() + ": " + least + " of " + most);
      }
    }
  }

  /** Seen alike: the lips of B and P from the closure on; heard apart: P has a breath first. */
  @Test
  void someLettersLookAlikeAndSoundDifferent() {
    assertEquals(Phone.B.lips(), Phone.P.lips());
    assertEquals(Phone.D.lips(), Phone.T.lips());
    assertEquals(Phone.S.lips(), Phone.Z.lips());
    assertEquals(Phone.F.lips(), Phone.V.lips());
    assertNotEquals(Phone.B.excitation(), Phone.P.excitation());
    assertNotEquals(Phone.S.excitation(), Phone.Z.excitation());
  }

  /** Where letters begin and end with a vowel, the mouth is open while there is sound. */
  @Test
  void pictureAndSoundAreInStep() {
    double[] sums = new double[11];
    for (Observed take : observed) {
      if (Set.of(Letter.A, Letter.E, Letter.I, Letter.O, Letter.R).contains(take.take.letter())) {
        for (int lag = -5; lag <= 5; lag++) {
          sums[lag + 5] += correlation(take.dark, take.loudness(), lag);
        }
      }
    }
    int best = 0;
    for (int i = 0; i < sums.length; i++) {
      best = sums[i] > sums[best] ? i : best;
    }
    assertTrue(Math.abs(best - 5) <= 1, "best at a lag of " + (best - 5) + " frames");
    assertTrue(sums[5] / 10 > 0.6, "correlation " + sums[5] / 10);
  }

  @Test
  void formantsAndHissAreHeardWhereTheyShouldBe() {
    for (Observed take : observed) {
      float[] sound = take.sound;
      double quiet = 0;
      for (float sample : sound) {
        quiet += sample * sample;
      }
      assertTrue(Math.sqrt(quiet / sound.length) > 0.01, take.take.file() + " is silent");
      for (Segment said : take.take.utterance().segments()) {
        int middle = (int) ((said.startMicros() + said.endMicros()) / 2.0 * 0.016);
        Tract tract = take.take.tract(middle / 0.016);
        int between = (int) Math.sqrt(tract.f1() * tract.f2());
        switch (said.phone()) {
          case AA, EH, IY ->
              assertEquals(
                  tract.f1(),
                  strongest(sound, middle, 200, between),
                  130 + take.take.speaker().pitchHz() / 2,
                  take.take.file() + " " + said.phone());
          case S ->
              assertTrue(
                  strongest(sound, middle, 200, 7800) > 4500, take.take.file() + " has no hiss");
          default -> {
            // Sources and filters of the others move or are mixed.
          }
        }
      }
    }
  }

  @Test
  void everyTakeIsUsable() throws Exception {
    Manifest manifest =
        new Indexer(IndexConfig.standard(), Progress.Mode.QUIET)
            .index(List.of(folder.resolve("two")), folder.resolve("m.jsonl"))
            .manifest();
    assertEquals(52, manifest.usable().size(), manifest.counts()::toString);
    assertEquals(
        52,
        manifest.entries().stream().map(ManifestEntry::group).distinct().count(),
        "no take is taken for a part of another");
  }

  /** Returns the middle of the strongest band of 120 Hz, by Fourier sums of 40 ms. */
  private static double strongest(float[] sound, int middle, int from, int to) {
    double best = 0;
    double hertz = 0;
    for (int centre = from; centre <= to; centre += 20) {
      double power = 0;
      for (int f = centre - 60; f <= centre + 60; f += 20) {
        power += power(sound, middle, f);
      }
      if (power > best) {
        best = power;
        hertz = centre;
      }
    }
    return hertz;
  }

  private static double power(float[] sound, int middle, double hertz) {
    int half = 320;
    double re = 0;
    double im = 0;
    for (int n = -half; n < half; n++) {
      double window = 0.5 + 0.5 * Math.cos(Math.PI * n / half);
      double angle = 2 * Math.PI * hertz * n / LetterTake.SAMPLE_RATE;
      double value = window * (sound[middle + n] - 0.9 * sound[middle + n - 1]);
      re += value * Math.cos(angle);
      im += value * Math.sin(angle);
    }
    return re * re + im * im;
  }

  private static double max(double[] values) {
    double most = values[0];
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  /** Returns the correlation of {@code one} with {@code two} later by {@code lag}. */
  private static double correlation(double[] one, double[] two, int lag) {
    int from = Math.max(0, -lag);
    int to = Math.min(one.length, two.length - lag);
    double meanOne = 0;
    double meanTwo = 0;
    for (int i = from; i < to; i++) {
      meanOne += one[i] / (to - from);
      meanTwo += two[i + lag] / (to - from);
    }
    double product = 0;
    double squareOne = 0;
    double squareTwo = 0;
    for (int i = from; i < to; i++) {
      product += (one[i] - meanOne) * (two[i + lag] - meanTwo);
      squareOne += Math.pow(one[i] - meanOne, 2);
      squareTwo += Math.pow(two[i + lag] - meanTwo, 2);
    }
    return product / Math.max(1e-12, Math.sqrt(squareOne * squareTwo));
  }
}

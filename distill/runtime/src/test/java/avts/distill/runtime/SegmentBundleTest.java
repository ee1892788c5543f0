package avts.distill.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.SlidingWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles of models on segments. */
class SegmentBundleTest {
  @TempDir Path folder;

  private Path bundle;

  @BeforeEach
  void write() throws IOException {
    bundle = Bundles.onSegments(folder.resolve("bundle"));
  }

  private Path wav(String name, float[] samples, int rate) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, TinyModel.wav(samples, rate, 32, true));
    return file;
  }

  /**
   * The mean of each segment by its definition: filters less their mean over the sound, scaled,
   * looked at 1/6, 3/6 and 5/6 into segments of 0.1 s that begin every 0.08 s, between windows
   * whose middles are 10 ms apart.
   */
  private static double[] means(float[] sound, float preceding) {
    FeatureSettings settings = Bundles.onSegments(5);
    float[] logMel = new LogFilterBank(settings.bank()).compute(sound, preceding);
    int windows = logMel.length / Bundles.FILTERS;
    double[] means = new double[5];
    for (int filter = 0; filter < Bundles.FILTERS; filter++) {
      double average = 0;
      for (int i = 0; i < windows; i++) {
        average += logMel[filter * windows + i] / (double) windows;
      }
      for (int segment = 0; segment < 5; segment++) {
        for (int step = 0; step < 3; step++) {
          double place = (0.08 * segment + 0.1 * (2 * step + 1) / 6) / 0.01 - 0.5;
          place = Math.max(0, Math.min(windows - 1, place));
          int below = Math.min(windows - 2, (int) place);
          double value =
              logMel[filter * windows + below] * (below + 1 - place)
                  + logMel[filter * windows + below + 1] * (place - below);
          double scaled =
              (value - average - settings.normalisation().mean()[filter])
                  / settings.normalisation().std()[filter];
          boolean counts = segment == 0 || 0.08 * segment + 0.05 <= 0.01 * windows;
          means[segment] += counts ? scaled / (3 * Bundles.FILTERS) : 0;
        }
      }
    }
    return means;
  }

  private static void assertMeans(double[] expected, Reading reading) {
    assertEquals(expected.length, reading.values().length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], reading.values()[i], 1e-4);
    }
  }

  /** 1 s has all five segments, 0.25 s three, 0.03 s the first one only. */
  @ParameterizedTest
  @CsvSource({"16000,5", "4000,3", "480,1"})
  void aWholeFileIsOneSoundOfAnyLength(int samples, int segments) throws IOException {
    float[] sound = Bundles.sound(samples, 1);
    try (Bundle opened = Bundle.open(bundle)) {
      List<Reading> readings = opened.read(wav("a.wav", sound, Bundles.RATE));
      assertEquals(1, readings.size());
      assertEquals(0, readings.get(0).startSeconds());
      assertEquals(samples / 16_000.0, readings.get(0).endSeconds(), 1e-9);
      double[] expected = means(sound, Float.NaN);
      assertEquals(segments, Arrays.stream(expected).filter(mean -> mean != 0).count());
      assertMeans(expected, readings.get(0));
    }
  }

  /** The clip at 0.4 s, of 0.3 s, by hand; the first one is also a file by itself. */
  @Test
  void clipsOfAnyLengthAreSoundsOfTheirOwn() throws IOException {
    float[] sound = Bundles.sound(16_000, 2);
    try (Bundle opened = Bundle.open(bundle)) {
      SlidingWindows windows = opened.windows(0.32, 0.4);
      List<Reading> readings = opened.read(wav("a.wav", sound, Bundles.RATE), windows);
      assertEquals(2, readings.size());
      assertEquals(0.4, readings.get(1).startSeconds(), 1e-9);
      assertEquals(0.72, readings.get(1).endSeconds(), 1e-9);
      assertMeans(means(Bundles.slice(sound, 6_400, 11_520), sound[6_399]), readings.get(1));
      Path first = wav("b.wav", Bundles.slice(sound, 0, 5_120), Bundles.RATE);
      assertArrayEquals(opened.read(first).get(0).values(), readings.get(0).values());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 16_000, 44_100})
  void streamsGiveTheSameBitsAsWholeFiles(int rate) throws IOException {
    float[] sound = Bundles.sound(rate + rate / 7, rate);
    try (Bundle opened = Bundle.open(bundle)) {
      SlidingWindows windows = opened.windows(0.6, 0.2);
      List<Reading> whole = opened.read(wav("a.wav", sound, rate), windows);
      assertEquals(3, whole.size());
      for (int most : new int[] {1, 1_000, 30_000}) {
        SplittableRandom random = new SplittableRandom(most);
        AudioStream stream = opened.stream(SoundFormat.mono(rate), windows);
        List<Reading> streamed = new ArrayList<>();
        for (int at = 0; at < sound.length; ) {
          int to = Math.min(sound.length, at + 1 + random.nextInt(most));
          streamed.addAll(stream.push(Bundles.slice(sound, at, to)));
          at = to;
        }
        streamed.addAll(stream.finish());
        assertEquals(whole.size(), streamed.size());
        for (int i = 0; i < whole.size(); i++) {
          assertArrayEquals(whole.get(i).values(), streamed.get(i).values());
        }
      }
    }
  }

  /** What a file has, what it is, and what the message says. */
  @ParameterizedTest
  @CsvSource({"0,0,holds no samples", "319,0,it is too short", "8000,17,sample 17 is NaN"})
  void soundsThatAreNoneAreRefused(int samples, int broken, String problem) throws IOException {
    float[] sound = Bundles.sound(samples, 3);
    if (broken > 0) {
      sound[broken] = Float.NaN;
    }
    Path file = wav("a.wav", sound, Bundles.RATE);
    try (Bundle opened = Bundle.open(bundle)) {
      IOException refused = assertThrows(IOException.class, () -> opened.read(file));
      assertTrue(String.valueOf(refused.getMessage()).contains(problem), refused.getMessage());
      assertTrue(String.valueOf(refused.getMessage()).contains("a.wav"), refused.getMessage());
    }
  }

  @Test
  void clipsThatTheModelCannotTakeAreRefused() throws IOException {
    SoundFormat format = SoundFormat.mono(Bundles.RATE);
    try (Bundle opened = Bundle.open(bundle);
        Bundle clips = Bundle.open(Bundles.embedding(folder.resolve("clips")))) {
      assertThrows(
          IllegalArgumentException.class, () -> clips.stream(format, clips.windows(1, 0.2)));
      assertThrows(IllegalArgumentException.class, () -> opened.windows(0, 0.2));
      assertThrows(IllegalArgumentException.class, () -> opened.windows(Double.NaN, 0.2));
      assertThrows(IllegalArgumentException.class, () -> opened.windows(1, 0.01));
    }
  }

  /**
   * Every value is the logarithm of the smallest energy: nothing stands out, nothing is infinite.
   */
  @Test
  void silenceIsASoundToo() throws IOException {
    try (Bundle opened = Bundle.open(bundle)) {
      float[] silence = new float[16_000];
      assertMeans(
          means(silence, Float.NaN), opened.read(wav("a.wav", silence, Bundles.RATE)).get(0));
    }
  }
}

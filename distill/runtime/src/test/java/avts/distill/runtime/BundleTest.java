package avts.distill.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.Resampler;
import avts.datasets.signal.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
  @TempDir Path folder;

  private Path embedding;

  @BeforeEach
  void write() throws IOException {
    embedding = Bundles.embedding(folder.resolve("embedding"));
  }

  private Path wav(String name, float[] samples, int rate) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, TinyModel.wav(samples, rate, 32, true));
    return file;
  }

  /** What the model gives for a clip, calculated from the features without ONNX. */
  private static double[] means(float[] sound, int start) {
    FeatureSettings settings = Bundles.settings(FeatureSettings.Kind.EMBEDDING);
    float[] clip = Bundles.slice(sound, start, start + settings.clipSamples());
    float[] features =
        new LogFilterBank(settings.bank()).compute(clip, start == 0 ? Float.NaN : sound[start - 1]);
    int windows = features.length / Bundles.FILTERS;
    double[] means = new double[Bundles.FILTERS];
    for (int filter = 0; filter < means.length; filter++) {
      double sum = 0;
      for (int i = 0; i < windows; i++) {
        sum += features[filter * windows + i];
      }
      means[filter] =
          (sum / windows - settings.normalisation().mean()[filter])
              / settings.normalisation().std()[filter];
    }
    return means;
  }

  private static void assertMeans(double[] expected, Reading reading) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], reading.values()[i], 1e-4);
    }
  }

  /** 1.3 s in clips of 0.4 s every 0.2 s: 0, 0.2, 0.4, 0.6 and 0.8, which ends at 1.2. */
  @Test
  void wholeFilesAreCutIntoClipsOfTheRightSound() throws IOException {
    float[] sound = Bundles.sound(20_800, 1);
    try (Bundle bundle = Bundle.open(embedding)) {
      List<Reading> readings = bundle.read(wav("a.wav", sound, Bundles.RATE));
      assertEquals(5, readings.size());
      for (int k = 0; k < readings.size(); k++) {
        assertEquals(0.2 * k, readings.get(k).startSeconds(), 1e-9);
        assertEquals(0.2 * k + 0.4, readings.get(k).endSeconds(), 1e-9);
        assertMeans(means(sound, 3200 * k), readings.get(k));
        assertEquals("", readings.get(k).label());
      }
      assertEquals(2, bundle.read(wav("a.wav", sound, Bundles.RATE), 0.6).size());
      assertEquals("tiny/step-1", bundle.origin().model());
    }
  }

  @Test
  void classesHaveProbabilitiesAndTheLabelOfTheGreatest() throws IOException {
    float[] sound = Bundles.sound(8_000, 2);
    try (Bundle bundle = Bundle.open(Bundles.classes(folder.resolve("classes")))) {
      assertEquals(Bundles.labels(), bundle.labels());
      Reading reading = bundle.read(wav("a.wav", sound, Bundles.RATE)).get(0);
      double[] means = means(sound, 0);
      double sum = Arrays.stream(means).map(Math::exp).sum();
      int best = 0;
      for (int k = 0; k < means.length; k++) {
        assertEquals(Math.exp(means[k]) / sum, reading.values()[k], 1e-5);
        best = means[k] > means[best] ? k : best;
      }
      assertEquals(Bundles.labels().get(best), reading.label());
    }
  }

  /** Chunks of one sample and of many, at rates that are resampled and one that is not. */
  @ParameterizedTest
  @ValueSource(ints = {4_000, 8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000})
  void streamsGiveTheSameBitsAsWholeFilesHoweverTheyAreCut(int rate) throws IOException {
    float[] sound = Bundles.sound(rate + rate / 7, rate);
    try (Bundle bundle = Bundle.open(embedding)) {
      List<Reading> whole = bundle.read(wav("a.wav", sound, rate), 0.12);
      assertTrue(whole.size() >= 6, whole.size() + " clips");
      for (int most : new int[] {1, 37, 1_000, 30_000}) {
        SplittableRandom random = new SplittableRandom(most);
        AudioStream stream = bundle.stream(SoundFormat.mono(rate), 0.12);
        List<Reading> streamed = new ArrayList<>();
        for (int at = 0; at < sound.length; ) {
          int to = Math.min(sound.length, at + 1 + random.nextInt(most));
          streamed.addAll(stream.push(Bundles.slice(sound, at, to)));
          at = to;
        }
        streamed.addAll(stream.finish());
        assertEquals(whole.size(), streamed.size());
        for (int k = 0; k < whole.size(); k++) {
          assertEquals(whole.get(k).startSeconds(), streamed.get(k).startSeconds());
          assertArrayEquals(whole.get(k).values(), streamed.get(k).values());
        }
      }
    }
  }

  /** The reference resamples the whole file at once. */
  @Test
  void resampledClipsAreSlicesOfTheWholeResampledFile() throws IOException {
    float[] sound = Bundles.sound(44_100, 3);
    float[] resampled = new Resampler(44_100, Bundles.RATE).resample(sound);
    try (Bundle bundle = Bundle.open(embedding)) {
      List<Reading> readings = bundle.read(wav("a.wav", sound, 44_100));
      assertEquals(4, readings.size());
      for (int k = 0; k < readings.size(); k++) {
        assertMeans(means(resampled, 3200 * k), readings.get(k));
      }
    }
  }

  /** A clip comes out with the sample that completes it, not with the file's end. */
  @Test
  void streamsAnswerAsSoonAsAClipIsThere() throws IOException {
    float[] sound = Bundles.sound(20_000, 4);
    try (Bundle bundle = Bundle.open(embedding)) {
      AudioStream stream = bundle.stream(SoundFormat.mono(Bundles.RATE));
      assertEquals(0, stream.push(Bundles.slice(sound, 0, 6_399)).size());
      assertEquals(1, stream.push(Bundles.slice(sound, 6_399, 6_400)).size());
      assertEquals(0, stream.push(Bundles.slice(sound, 6_400, 9_599)).size());
      assertEquals(2, stream.push(Bundles.slice(sound, 9_599, 12_800)).size());
      assertEquals(0, stream.finish().size());
      assertThrows(IllegalStateException.class, () -> stream.push(new float[1]));
      assertThrows(IllegalStateException.class, stream::finish);
    }
  }

  @ParameterizedTest
  @CsvSource({"8,false,2e-2", "16,false,1e-4", "24,false,1e-6", "32,false,1e-6", "64,true,0"})
  void everyKindOfWavGivesTheSame(int bits, boolean floating, double tolerance) throws IOException {
    float[] sound = Bundles.sound(12_000, 5);
    for (int i = 0; i < sound.length; i++) {
      sound[i] *= 1.5f; // loud, so that 8 bits carry something
    }
    Path other = folder.resolve("other.wav");
    Files.write(other, TinyModel.wav(sound, Bundles.RATE, bits, floating));
    try (Bundle bundle = Bundle.open(embedding)) {
      List<Reading> expected = bundle.read(wav("float.wav", sound, Bundles.RATE));
      List<Reading> found = bundle.read(other);
      assertEquals(expected.size(), found.size());
      for (int k = 0; k < expected.size(); k++) {
        assertArrayEquals(
            expected.get(k).values(), found.get(k).values(), (float) (tolerance + 1e-7));
      }
    }
  }

  @Test
  void channelsAreAveragedAndShortsScaled() throws IOException {
    float[] sound = Bundles.sound(8_000, 6);
    float[] two = new float[2 * sound.length];
    short[] shorts = new short[sound.length];
    float[] rounded = new float[sound.length];
    for (int i = 0; i < sound.length; i++) {
      shorts[i] = (short) Math.round(sound[i] * 32_768);
      rounded[i] = shorts[i] / 32_768f;
      two[2 * i] = rounded[i] + 0.125f;
      two[2 * i + 1] = rounded[i] - 0.125f;
    }
    try (Bundle bundle = Bundle.open(embedding)) {
      float[] expected =
          bundle.stream(SoundFormat.mono(Bundles.RATE)).push(rounded).get(0).values();
      AudioStream stereo = bundle.stream(new SoundFormat(Bundles.RATE, 2));
      assertArrayEquals(expected, stereo.push(two).get(0).values(), 1e-5f);
      assertArrayEquals(
          expected, bundle.stream(SoundFormat.mono(Bundles.RATE)).push(shorts).get(0).values());
      assertThrows(IllegalArgumentException.class, () -> stereo.push(new float[3]));
    }
  }

  @Test
  void manyThreadsShareOneBundle() throws Exception {
    try (Bundle bundle = Bundle.open(embedding)) {
      List<Path> files = new ArrayList<>();
      List<List<Reading>> alone = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        files.add(wav(i + ".wav", Bundles.sound(16_000 + 800 * i, i), 8_000 * (1 + i % 3)));
        alone.add(bundle.read(files.get(i)));
      }
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        for (int round = 0; round < 5; round++) {
          List<Future<List<Reading>>> together = new ArrayList<>();
          for (Path file : files) {
            together.add(threads.submit(() -> bundle.read(file)));
          }
          for (int i = 0; i < files.size(); i++) {
            List<Reading> found = together.get(i).get();
            assertEquals(alone.get(i).size(), found.size());
            for (int k = 0; k < found.size(); k++) {
              assertArrayEquals(alone.get(i).get(k).values(), found.get(k).values());
            }
          }
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void aClosedBundleRefusesAndClosesOnce() throws IOException {
    AudioStream stream;
    try (Bundle bundle = Bundle.open(embedding)) {
      stream = bundle.stream(SoundFormat.mono(Bundles.RATE));
      bundle.close();
    }
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> stream.push(Bundles.sound(8_000, 1)));
    assertEquals("the bundle is closed", refused.getMessage());
  }

  @Test
  void soundThatCannotBeReadIsNamed() throws IOException {
    float[] sound = Bundles.sound(8_000, 7);
    try (Bundle bundle = Bundle.open(embedding)) {
      assertRefused(bundle, wav("empty.wav", new float[0], 16_000), "holds no samples");
      assertRefused(bundle, wav("short.wav", Bundles.slice(sound, 0, 6_000), 16_000), "0.375 s");
      assertRefused(bundle, wav("slow.wav", sound, 3_999), "4000..192000 Hz, got 3999");
      assertRefused(bundle, wav("fast.wav", sound, 192_001), "4000..192000 Hz, got 192001");
      float[] broken = sound.clone();
      broken[4321] = Float.NaN;
      assertRefused(bundle, wav("nan.wav", broken, 16_000), "sample 4321 is NaN");
      broken[4321] = Float.NEGATIVE_INFINITY;
      assertRefused(bundle, wav("infinite.wav", broken, 16_000), "sample 4321 is -Infinity");
      Path text = Files.writeString(folder.resolve("text.wav"), "no sound at all");
      assertRefused(bundle, text, "does not begin like a WAV file");
    }
  }

  private static void assertRefused(Bundle bundle, Path file, String problem) {
    IOException refused = assertThrows(IOException.class, () -> bundle.read(file));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(file.getFileName().toString()), message);
    assertTrue(message.contains(problem), message);
  }

  /** A data chunk that claims more than there is, and one that claims nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1 << 30})
  void headersThatLieChangeNothing(int claimed) throws IOException {
    float[] sound = Bundles.sound(8_000, 8);
    Path honest = wav("honest.wav", sound, Bundles.RATE);
    byte[] bytes = Files.readAllBytes(honest);
    for (int i = 0; i < 4; i++) {
      bytes[40 + i] = (byte) (claimed >> (8 * i));
      bytes[4 + i] = (byte) (claimed >> (8 * i));
    }
    Path lying = Files.write(folder.resolve("lying.wav"), bytes);
    try (Bundle bundle = Bundle.open(embedding)) {
      assertArrayEquals(bundle.read(honest).get(0).values(), bundle.read(lying).get(0).values());
    }
  }

  @Test
  void samplesBeyondFullScaleAreCut() throws IOException {
    float[] loud = Bundles.sound(8_000, 9);
    float[] cut = new float[loud.length];
    for (int i = 0; i < loud.length; i++) {
      loud[i] *= 10;
      cut[i] = Math.max(-1, Math.min(1, loud[i]));
    }
    try (Bundle bundle = Bundle.open(embedding)) {
      assertArrayEquals(
          bundle.read(wav("cut.wav", cut, Bundles.RATE)).get(0).values(),
          bundle.read(wav("loud.wav", loud, Bundles.RATE)).get(0).values());
    }
    assertEquals(8_000, WavFile.read(folder.resolve("loud.wav")).samples().length);
  }
}

package avts.datasets.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.time.SampleSpan;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  private static float[] sine(double hertz, int rate, int count) {
    float[] samples = new float[count];
    for (int n = 0; n < count; n++) {
      samples[n] = (float) Math.sin(2 * Math.PI * hertz * n / rate);
    }
    return samples;
  }

  private static float[] noise(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[count];
    for (int n = 0; n < count; n++) {
      samples[n] = (float) random.nextDouble(-1, 1);
    }
    return samples;
  }

  private static double rootMeanSquare(float[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i] * samples[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  /** Tones up to 0.9 of the lower Nyquist frequency come out where and as loud as they went in. */
  @ParameterizedTest
  @CsvSource({
    "44100,24000",
    "48000,24000",
    "16000,24000",
    "8000,24000",
    "24000,16000",
    "192000,4000",
    "4000,192000",
    "11025,16000",
    "22050,48000",
    "48000,16000",
    "44101,24000"
  })
  void tonesKeepLevelAndPosition(int from, int to) {
    Resampler resampler = new Resampler(from, to);
    double nyquist = Math.min(from, to) / 2.0;
    for (double part : new double[] {0.01, 0.37, 0.9}) {
      double hertz = part * nyquist;
      int seconds16 = 3;
      float[] output = resampler.resample(sine(hertz, from, from * seconds16 / 16 + 2000));
      int margin = (int) ((resampler.margin() + 1L) * to / from) + 1;
      int end = Math.min(output.length - margin, margin + 3000);
      for (int n = margin; n < end; n++) {
        double expected = Math.sin(2 * Math.PI * hertz * n / to);
        // 0.1 dB is 1.2 %; the filter is far better.
        assertEquals(expected, output[n], 1.2e-3, part + " of Nyquist, sample " + n);
      }
    }
  }

  /** What lies above the lower Nyquist frequency is at least 80 dB down after downsampling. */
  @ParameterizedTest
  @CsvSource({"44100,24000", "48000,24000", "48000,16000", "24000,16000", "192000,4000"})
  void stopsWhatWouldAlias(int from, int to) {
    Resampler resampler = new Resampler(from, to);
    for (double part : new double[] {1.0, 1.003, 1.11, 1.42}) {
      double hertz = Math.min(part * to / 2.0, from / 2.0 - 1);
      float[] output = resampler.resample(sine(hertz, from, from / 4 + 4000));
      int margin = (int) ((resampler.margin() + 1L) * to / from) + 1;
      double level = rootMeanSquare(output, margin, output.length - margin);
      assertTrue(level < 1e-4 * Math.sqrt(0.5), () -> part + " of Nyquist leaves " + level);
    }
  }

  /** Upsampling adds no images of the input's spectrum. */
  @Test
  void upsamplingAddsNoImages() {
    Resampler resampler = new Resampler(8000, 24_000);
    float[] output = resampler.resample(sine(3200, 8000, 4000));
    double worst = 0;
    for (int n = 600; n < output.length - 600; n++) {
      worst = Math.max(worst, Math.abs(output[n] - Math.sin(2 * Math.PI * 3200 * n / 24_000.0)));
    }
    assertTrue(worst < 1e-4, "error " + worst);
  }

  @ParameterizedTest
  @CsvSource({"44100,24000", "16000,24000", "48000,24000", "24000,24000", "44101,24000"})
  void anySpanEqualsTheSliceOfTheWholeBitForBit(int from, int to) {
    Resampler resampler = new Resampler(from, to);
    float[] file = noise(6000, 5);
    float[] whole = resampler.resample(file);
    assertEquals((6000L * to + from - 1) / from, whole.length);
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 30; trial++) {
      int start = random.nextInt(whole.length);
      int count = 1 + random.nextInt(whole.length - start);
      SampleSpan output = new SampleSpan(start, count, to);
      SampleSpan needed = resampler.inputSpan(output);
      int extra = random.nextInt(10);
      float[] input = new float[needed.count() + 2 * extra];
      long inputStart = needed.start() - extra;
      for (int i = 0; i < input.length; i++) {
        long k = inputStart + i;
        input[i] = k >= 0 && k < file.length ? file[(int) k] : 0;
      }
      assertArrayEquals(
          Arrays.copyOfRange(whole, start, start + count),
          resampler.resample(input, inputStart, output));
    }
  }

  /** Far from the start positions are still exact: a common period later, the same bits. */
  @Test
  void positionsDoNotDrift() {
    Resampler resampler = new Resampler(44_100, 24_000);
    float[] file = noise(3000, 3);
    SampleSpan early = new SampleSpan(900, 500, 24_000);
    long periods = 3_600L * 300;
    SampleSpan late = new SampleSpan(900 + periods * 80, 500, 24_000);
    assertArrayEquals(
        resampler.resample(file, 0, early), resampler.resample(file, periods * 147, late));
  }

  @Test
  void isLinearAndKeepsAConstant() {
    Resampler resampler = new Resampler(44_100, 16_000);
    float[] one = noise(2000, 1);
    float[] two = noise(2000, 2);
    float[] sum = new float[2000];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + 2 * two[i];
    }
    float[] oneOut = resampler.resample(one);
    float[] twoOut = resampler.resample(two);
    float[] sumOut = resampler.resample(sum);
    for (int i = 0; i < sumOut.length; i++) {
      assertEquals(oneOut[i] + 2 * twoOut[i], sumOut[i], 1e-5);
    }
    float[] constant = new float[4000];
    Arrays.fill(constant, 0.25f);
    float[] constantOut = resampler.resample(constant);
    for (int i = 200; i < constantOut.length - 200; i++) {
      assertEquals(0.25, constantOut[i], 1e-6);
    }
  }

  /** A band-limited signal keeps its power (Parseval), so its RMS is the same at both rates. */
  @Test
  void keepsThePowerOfABandLimitedSignal() {
    float[] input = sine(1000, 48_000, 48_000);
    float[] output = new Resampler(48_000, 24_000).resample(input);
    assertEquals(rootMeanSquare(input, 4800, 43_200), rootMeanSquare(output, 2400, 21_600), 1e-5);
  }

  @Test
  void equalRatesPassThrough() {
    Resampler resampler = new Resampler(24_000, 24_000);
    float[] input = noise(100, 9);
    assertEquals(0, resampler.margin());
    assertArrayEquals(input, resampler.resample(input));
    assertArrayEquals(
        Arrays.copyOfRange(input, 10, 30),
        resampler.resample(input, 1000, new SampleSpan(1010, 20, 24_000)));
    assertEquals(0, new Resampler(8000, 16_000).resample(new float[0]).length);
  }

  @Test
  void shortInputIsSurroundedBySilence() {
    float[] output = new Resampler(8000, 24_000).resample(new float[] {1});
    assertEquals(3, output.length);
    assertEquals(0.95, output[0], 0.06);
  }

  @Test
  void refusesMissingMarginsAndWrongRates() {
    Resampler resampler = new Resampler(48_000, 24_000);
    SampleSpan span = new SampleSpan(0, 10, 24_000);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> resampler.resample(new float[500], 0, span))
            .toString();
    assertTrue(message.contains("margins"), message);
    assertThrows(
        IllegalArgumentException.class, () -> resampler.inputSpan(new SampleSpan(0, 10, 48_000)));
    assertThrows(IllegalArgumentException.class, () -> new Resampler(0, 24_000));
  }
}

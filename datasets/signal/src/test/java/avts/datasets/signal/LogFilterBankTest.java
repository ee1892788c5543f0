package avts.datasets.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogFilterBankTest {
  private static final FilterBankConfig PAPER = FilterBankConfig.paper();

  /** The formula of reference.py. */
  private static float[] noise(int count) {
    float[] samples = new float[count];
    for (int n = 0; n < count; n++) {
      double noise = ((long) n * 7919 % 104_729) * 31 % 1009 / 1009.0 - 0.5;
      double tone = Math.sin(2 * Math.PI * (n / 97.0 + (double) n * n / 4e6));
      samples[n] = (float) (0.4 * tone + 0.2 * noise);
    }
    return samples;
  }

  private static float[] reference(String name, int... shape)
      throws IOException, URISyntaxException {
    NpyFile.Array stored = NpyFile.read(Path.of(LogFilterBankTest.class.getResource(name).toURI()));
    assertArrayEquals(shape, stored.shape());
    return stored.values();
  }

  @Test
  void equalsTheNumPyReference() throws IOException, URISyntaxException {
    assertArrayEquals(
        reference("noise-24k.npy", 40, 99),
        new LogFilterBank(PAPER).compute(noise(24_000), Float.NaN),
        1e-4f);
    assertArrayEquals(
        reference("noise-16k-short.npy", 26, 12),
        new LogFilterBank(new FilterBankConfig(16_000, 0.025, 0.01, 512, 26, 0.97))
            .compute(noise(2017), 0.25f),
        1e-4f);
    assertArrayEquals(
        reference("noise-11k.npy", 40, 13),
        new LogFilterBank(new FilterBankConfig(11_025, 0.02, 0.01, 1024, 40, 0.97))
            .compute(noise(1500), Float.NaN),
        1e-4f);
  }

  @Test
  void keepsPrecisionFarBelowALoudTone() throws IOException, URISyntaxException {
    float[] tone = new float[2400];
    for (int n = 0; n < tone.length; n++) {
      tone[n] = (float) (0.9 * Math.sin(2 * Math.PI * n / 240.0));
    }
    assertArrayEquals(
        reference("tone-24k.npy", 40, 9), new LogFilterBank(PAPER).compute(tone, Float.NaN), 1e-4f);
  }

  @Test
  void silenceBecomesTheSmallestEnergy() throws IOException, URISyntaxException {
    float[] gap = noise(2400);
    Arrays.fill(gap, 600, 1800, 0);
    float[] logMel = new LogFilterBank(PAPER).compute(gap, Float.NaN);
    assertArrayEquals(reference("gap-24k.npy", 40, 9), logMel, 1e-4f);
    assertEquals(Math.log(2.220446049250313e-16), logMel[4], 1e-5);
  }

  /** One sample of height a: the power is a^2 / n in every bin, so each filter sums its weights. */
  @Test
  void impulseByHand() {
    FilterBankConfig config = new FilterBankConfig(8000, 0.02, 0.01, 256, 1, 0);
    // Corners of the only filter: 0 Hz, mel half of 2146.06 -> 700 (10^(1073.03/2595) - 1) =
    // 1113.9 Hz -> floor(257 * 1113.9 / 8000) = 35, and floor(257 / 2) = 128.
    double weights = 0;
    for (int bin = 0; bin < 35; bin++) {
      weights += bin / 35.0;
    }
    for (int bin = 35; bin < 128; bin++) {
      weights += (128 - bin) / 93.0;
    }
    float[] impulse = new float[160];
    impulse[7] = 0.5f;
    double expected = Math.log(weights * 16_384.0 * 16_384.0 / 256);
    float[] logMel = new LogFilterBank(config).compute(impulse, Float.NaN);
    assertEquals(1, logMel.length);
    assertEquals(expected, logMel[0], 1e-5);
  }

  /** Direct discrete Fourier transform, no packing, no tables. */
  @Test
  void equalsADirectTransform() {
    FilterBankConfig config = new FilterBankConfig(8000, 0.015, 0.0075, 250, 12, 0.9);
    float[] samples = noise(391);
    float[] logMel = new LogFilterBank(config).compute(samples, 0.1f);
    int windows = config.windows(samples.length);
    assertEquals(1 + (int) Math.ceil((391 - 120) / 60.0), windows);
    for (int window = 0; window < windows; window++) {
      double[] energies = directEnergies(config, samples, window);
      for (int filter = 0; filter < 12; filter++) {
        assertEquals(
            Math.log(energies[filter]),
            logMel[filter * windows + window],
            1e-4,
            "filter " + filter);
      }
    }
  }

  private static double[] directEnergies(FilterBankConfig config, float[] samples, int window) {
    int size = config.fftSize();
    double[] energies = new double[config.filters()];
    double[] corners = new double[config.filters() + 2];
    double highest = 2595 * Math.log10(1 + 4000 / 700.0);
    for (int i = 0; i < corners.length; i++) {
      double hertz = 700 * (Math.pow(10, highest * i / (corners.length - 1) / 2595) - 1);
      corners[i] = Math.floor((size + 1) * hertz / config.sampleRate());
    }
    for (int bin = 0; bin <= size / 2; bin++) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i < config.windowSamples(); i++) {
        int n = window * config.hopSamples() + i;
        double before = n == 0 ? 0.1f : n <= samples.length ? samples[n - 1] : 0;
        double emphasised =
            n < samples.length ? 32_768 * (samples[n] - config.preEmphasis() * before) : 0;
        real += emphasised * Math.cos(2 * Math.PI * bin * i / size);
        imaginary += emphasised * Math.sin(2 * Math.PI * bin * i / size);
      }
      double power = (real * real + imaginary * imaginary) / size;
      for (int filter = 0; filter < energies.length; filter++) {
        double rising = (bin - corners[filter]) / (corners[filter + 1] - corners[filter]);
        double falling = (corners[filter + 2] - bin) / (corners[filter + 2] - corners[filter + 1]);
        energies[filter] += power * Math.max(0, Math.min(rising, falling));
      }
    }
    return energies;
  }

  @Test
  void louderSoundShiftsEveryLogarithm() {
    float[] samples = noise(3000);
    float[] half = samples.clone();
    for (int i = 0; i < half.length; i++) {
      half[i] *= 0.5f;
    }
    LogFilterBank bank = new LogFilterBank(PAPER);
    float[] loud = bank.compute(samples, 0.5f);
    float[] soft = bank.compute(half, 0.25f);
    for (int i = 0; i < loud.length; i++) {
      assertEquals(loud[i] - 2 * Math.log(2), soft[i], 1e-5);
    }
  }

  /** Cutting one hop later moves the features by one window, thanks to the preceding sample. */
  @Test
  void shiftByOneHopShiftsTheWindowsExactly() {
    float[] samples = noise(24_240);
    LogFilterBank bank = new LogFilterBank(PAPER);
    float[] early = bank.compute(Arrays.copyOfRange(samples, 0, 24_000), Float.NaN);
    float[] late = bank.compute(Arrays.copyOfRange(samples, 240, 24_240), samples[239]);
    for (int filter = 0; filter < 40; filter++) {
      assertArrayEquals(
          Arrays.copyOfRange(early, filter * 99 + 1, filter * 99 + 99),
          Arrays.copyOfRange(late, filter * 99, filter * 99 + 98));
    }
  }

  @Test
  void oneSecondIs99WindowsAndShorterThanAWindowIsOne() {
    assertEquals(99, PAPER.windows(24_000));
    assertEquals(83, PAPER.windows(20_000));
    assertEquals(1, PAPER.windows(480));
    assertEquals(2, PAPER.windows(481));
    assertEquals(40, new LogFilterBank(PAPER).compute(new float[1], Float.NaN).length);
  }

  @Test
  void lengthsAreRoundedHalfUp() {
    // 0.02 s at 11025 Hz is 220.5 samples, 0.01 s is 110.25.
    FilterBankConfig config = new FilterBankConfig(11_025, 0.02, 0.01, 512, 40, 0.97);
    assertEquals(221, config.windowSamples());
    assertEquals(110, config.hopSamples());
  }

  @Test
  void theTransformGrowsWithTheWindow() {
    assertEquals(1024, PAPER.atSampleRate(44_100).fftSize());
    // 0.02 s at 51.2 kHz are exactly 1024 samples, at 96 kHz 1920, at 102.4 kHz 2048.
    assertEquals(1024, PAPER.atSampleRate(51_200).fftSize());
    assertEquals(2048, PAPER.atSampleRate(96_000).fftSize());
    assertEquals(2048, PAPER.atSampleRate(102_400).fftSize());
    assertEquals(4096, PAPER.atSampleRate(192_000).fftSize());
  }

  @Test
  void writesIntoTheMiddleOfAnArray() {
    float[] samples = noise(900);
    LogFilterBank bank = new LogFilterBank(PAPER);
    float[] alone = bank.compute(samples, Float.NaN);
    float[] shared = new float[alone.length + 7];
    bank.compute(samples, Float.NaN, shared, 5);
    assertArrayEquals(alone, Arrays.copyOfRange(shared, 5, 5 + alone.length));
    assertEquals(0, shared[4]);
    assertEquals(0, shared[5 + alone.length]);
  }

  @Test
  void refusesNothingAndTooSmallArrays() {
    LogFilterBank bank = new LogFilterBank(PAPER);
    assertThrows(IllegalArgumentException.class, () -> bank.compute(new float[0], 0));
    IllegalArgumentException tooSmall =
        assertThrows(
            IllegalArgumentException.class,
            () -> bank.compute(new float[480], 0, new float[40], 1));
    assertTrue(tooSmall.toString().contains("40 x 1"), tooSmall.toString());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> new FilterBankConfig(48_000, 0.02, 0.01, 512, 40, 0.97))
            .toString()
            .contains("fft_size must"));
  }
}

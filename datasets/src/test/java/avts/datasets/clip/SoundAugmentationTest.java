package avts.datasets.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaReader;
import avts.datasets.media.VideoFrames;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SoundAugmentationTest {
  private static final FilterBankConfig FEATURES = FilterBankConfig.paper();
  private static final ClipConfig CLIP = ClipConfigs.raw(25, 1, 8, 8);
  private static final Window WINDOW = new Window(0, 10, 9600);

  private static AugmentConfig gain(double gainDb) {
    return new AugmentConfig(gainDb, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static AugmentConfig noise(double share, double snrDb) {
    return new AugmentConfig(0, share, snrDb, snrDb, 0, 0, 0, 0, 0, 0);
  }

  private static AugmentConfig masks(int times, int windows, int frequencies, int filters) {
    return new AugmentConfig(0, 0, 0, 0, times, windows, frequencies, filters, 0, 0);
  }

  private static float[] audio(MediaReader file, AugmentConfig augment, int index)
      throws MediaException {
    RandomGenerator random = new Seeds(5).generator(Purpose.AUGMENTATION, 0, index);
    ClipReader clips =
        new ClipReader(CLIP, FEATURES, augment, FeatureNormalisation.none(FEATURES.filters()));
    float[] audio = new float[clips.audioLength()];
    clips.readAudio(file, WINDOW, random, audio, 0);
    return audio;
  }

  /** A file that is silent but for one click. */
  private record Click(long position) implements MediaReader {
    @Override
    public MediaInfo info() {
      return new MediaInfo("click", 1, null, null);
    }

    @Override
    public VideoFrames readFrames(FrameSpan span, int smallSide) {
      throw new UnsupportedOperationException();
    }

    @Override
    public float[] readSamples(SampleSpan span) {
      float[] samples = new float[span.count()];
      if (position >= span.start() && position < span.end()) {
        samples[(int) (position - span.start())] = 0.5f;
      }
      return samples;
    }

    @Override
    public void close() {}
  }

  @Test
  void offChangesNothing() throws MediaException {
    FormulaMediaReader file = new FormulaMediaReader(8, 8);
    float[] plain =
        new ClipReader(CLIP, FEATURES, AugmentConfig.off(), FeatureNormalisation.none(40))
            .read(file, WINDOW)
            .audio();
    assertArrayEquals(plain, audio(file, AugmentConfig.off(), 1));
    assertArrayEquals(plain, audio(file, noise(0, 0), 1));
  }

  /** A gain of g dB adds g ln(10) / 10 to every logarithm and stays within its range. */
  @Test
  void gainShiftsAllFeaturesAlike() throws MediaException {
    FormulaMediaReader file = new FormulaMediaReader(8, 8);
    float[] plain = audio(file, AugmentConfig.off(), 0);
    double lowest = 0;
    double highest = 0;
    for (int index = 0; index < 40; index++) {
      float[] louder = audio(file, gain(12), index);
      double decibel = (louder[0] - plain[0]) * 10 / Math.log(10);
      assertTrue(Math.abs(decibel) <= 12 + 1e-3, "gain " + decibel);
      lowest = Math.min(lowest, decibel);
      highest = Math.max(highest, decibel);
      for (int i = 0; i < plain.length; i++) {
        assertEquals(louder[0] - plain[0], louder[i] - plain[i], 1e-4);
      }
    }
    assertTrue(lowest < -9 && highest > 9, lowest + ".." + highest);
  }

  /**
   * White noise of standard deviation s has a mean power of s^2 windowSamples / fftSize per bin
   * (without pre-emphasis); the click's own level is known, so the ratio can be read off.
   */
  @Test
  void noiseHasTheAskedRatio() throws MediaException {
    FilterBankConfig flat = new FilterBankConfig(24_000, 0.02, 0.02, 480, 1, 0);
    AugmentConfig augment = noise(1, 10);
    ClipReader clips = new ClipReader(CLIP, flat, augment, FeatureNormalisation.none(1));
    MediaReader click = new Click(9600 + 123);
    float[] noisy = new float[clips.audioLength()];
    clips.readAudio(click, WINDOW, new Seeds(2).generator(Purpose.AUGMENTATION, 0, 0), noisy, 0);
    double weights = 0;
    int peak = (int) Math.floor(481 * 700 * (Math.sqrt(1 + 12_000 / 700.0) - 1) / 24_000);
    for (int bin = 0; bin < 240; bin++) {
      weights += bin < peak ? (double) bin / peak : (240.0 - bin) / (240 - peak);
    }
    double energy = 0;
    for (int window = 1; window < noisy.length; window++) {
      energy += Math.exp(noisy[window]) / (noisy.length - 1);
    }
    double clickPower = 0.25 / 24_001 * 32_768.0 * 32_768.0;
    double noisePower = energy / weights;
    assertEquals(10, 10 * Math.log10(clickPower / noisePower), 0.5);
  }

  @Test
  void silenceStaysSilent() throws MediaException {
    float[] audio = audio(new Click(0), noise(1, 0), 3);
    for (float value : audio) {
      assertEquals(Math.log(Math.ulp(1.0)), value, 1e-5);
    }
  }

  /** Masked stripes are 0, at most as wide as asked, and the rest is untouched. */
  @Test
  void masksAreStripesOfZeros() throws MediaException {
    FormulaMediaReader file = new FormulaMediaReader(8, 8);
    float[] plain = audio(file, AugmentConfig.off(), 0);
    int widestTime = 0;
    int widestFrequency = 0;
    for (int index = 0; index < 60; index++) {
      float[] times = audio(file, masks(1, 10, 0, 0), index);
      float[] frequencies = audio(file, masks(0, 0, 1, 7), index);
      int masked = 0;
      for (int window = 0; window < 99; window++) {
        boolean zero = times[window] == 0;
        masked += zero ? 1 : 0;
        for (int filter = 0; filter < 40; filter++) {
          int at = filter * 99 + window;
          assertEquals(zero ? 0 : plain[at], times[at]);
        }
      }
      widestTime = Math.max(widestTime, masked);
      masked = 0;
      for (int filter = 0; filter < 40; filter++) {
        masked += frequencies[filter * 99] == 0 ? 1 : 0;
      }
      widestFrequency = Math.max(widestFrequency, masked);
    }
    assertEquals(10, widestTime);
    assertEquals(7, widestFrequency);
  }

  /** Whatever is switched on, the click stays in the windows that hold it. */
  @Test
  void nothingMovesInTime() throws MediaException {
    AugmentConfig all = new AugmentConfig(6, 1, 30, 40, 1, 3, 1, 3, 0.2, 0.2);
    // Sample 2500 of the clip lies in windows 9 (2160..2639) and 10 (2400..2879).
    MediaReader click = new Click(9600 + 2500);
    for (int index = 0; index < 30; index++) {
      float[] audio = audio(click, all, index);
      int filter = audio[9] == 0 && audio[50] == 0 ? 20 : 0;
      int loudest = 0;
      for (int window = 1; window < 99; window++) {
        boolean unmasked = audio[filter * 99 + window] != 0;
        if (unmasked && audio[filter * 99 + window] > audio[filter * 99 + loudest]) {
          loudest = window;
        }
      }
      boolean bothMasked = audio[20 * 99 + 9] == 0 && audio[20 * 99 + 10] == 0;
      assertTrue(bothMasked || loudest == 9 || loudest == 10, "loudest window " + loudest);
    }
    assertNotEquals(audio(click, all, 1)[5], audio(click, all, 2)[5]);
  }
}

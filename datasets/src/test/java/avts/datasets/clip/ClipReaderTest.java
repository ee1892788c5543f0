package avts.datasets.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.time.FrameRate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ClipReaderTest {
  private static final FilterBankConfig FEATURES = FilterBankConfig.paper();
  private static final ClipConfig RAW = ClipConfigs.raw(5, 3, 8, 12);
  private static final ClipConfig VARIED = ClipConfigs.scales(RAW, 8, 12, true);
  private static final Window WINDOW = new Window(3, 40, 38_400);

  /** A file of 20 x 12 pixels, which a small side of 12 leaves unscaled. */
  private final FormulaMediaReader file = new FormulaMediaReader(20, 12);

  private static ClipReader reader(ClipConfig clip) {
    return reader(clip, AugmentConfig.off());
  }

  private static ClipReader reader(ClipConfig clip, AugmentConfig augment) {
    return new ClipReader(clip, FEATURES, augment, FeatureNormalisation.none(40));
  }

  private static RandomGenerator random(int index) {
    return new Seeds(1).generator(Purpose.AUGMENTATION, 0, index);
  }

  private static float[] sound(long from, int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = FormulaMediaReader.sample(from + i, 24_000);
    }
    return samples;
  }

  private float[] video(ClipReader clips, int index) throws MediaException {
    float[] target = new float[clips.videoLength()];
    clips.readVideo(file, WINDOW, random(index), target, 0);
    return target;
  }

  private float[] audio(ClipReader clips, int index) throws MediaException {
    float[] target = new float[clips.audioLength()];
    clips.readAudio(file, WINDOW, random(index), target, 0);
    return target;
  }

  @Test
  void evaluationIsTheMiddleCrop() throws MediaException {
    ClipReader clips = reader(RAW);
    Clip clip = clips.read(file, WINDOW);
    assertArrayEquals(new int[] {3, 5, 8, 8}, clips.videoShape());
    assertEquals(3 * 5 * 64, clip.video().length);
    for (int channel = 0; channel < 3; channel++) {
      for (int t = 0; t < 5; t++) {
        for (int y = 0; y < 8; y++) {
          for (int x = 0; x < 8; x++) {
            assertEquals(
                FormulaMediaReader.pixel(40 + t, y + 2, x + 6, channel),
                clip.video()[((channel * 5 + t) * 8 + y) * 8 + x]);
          }
        }
      }
    }
  }

  @Test
  void audioIsTheFilterBankOfExactlyTheClipsSpan() throws MediaException {
    ClipReader clips = reader(RAW);
    // Five frames at 25 per second are 0.2 s: 4800 samples, 1 + ceil(4320 / 240) = 19 windows.
    assertArrayEquals(new int[] {1, 40, 19}, clips.audioShape());
    LogFilterBank bank = new LogFilterBank(FEATURES);
    for (long start : new long[] {38_400, 38_401, 1, 12_345}) {
      assertArrayEquals(
          bank.compute(sound(start, 4800), FormulaMediaReader.sample(start - 1, 24_000)),
          clips.read(file, new Window(0, 40, start)).audio());
    }
    assertArrayEquals(
        bank.compute(sound(0, 4800), Float.NaN), clips.read(file, new Window(0, 0, 0)).audio());
  }

  @Test
  void allClipsHaveFeaturesOfOneShape() {
    ClipConfig ntsc =
        new ClipConfig(
            new FrameRate(30_000, 1001),
            25,
            1,
            8,
            8,
            8,
            false,
            List.of(0.0),
            List.of(1.0),
            ClipView.NATURAL);
    // 25 * 1001 / 30000 s * 24000 / s = 20020 samples.
    assertEquals(20_020, ntsc.samples(24_000));
    assertEquals(36_787, ntsc.samples(44_100));
  }

  @Test
  void featuresAreNormalisedPerFilter() throws MediaException {
    float[] mean = new float[40];
    float[] std = new float[40];
    for (int filter = 0; filter < 40; filter++) {
      mean[filter] = filter;
      std[filter] = 2 + filter;
    }
    float[] plain = reader(RAW).read(file, WINDOW).audio();
    float[] normalised =
        new ClipReader(RAW, FEATURES, AugmentConfig.off(), new FeatureNormalisation(mean, std))
            .read(file, WINDOW)
            .audio();
    for (int i = 0; i < plain.length; i++) {
      int filter = i / 19;
      assertEquals((plain[i] - filter) / (2 + filter), normalised[i], 1e-5);
    }
  }

  @Test
  void sameGeneratorSameBits() throws MediaException {
    AugmentConfig augment = new AugmentConfig(6, 0.5, 10, 30, 2, 4, 1, 6, 0.2, 0.2);
    Set<Integer> different = new HashSet<>();
    ClipReader used = reader(VARIED, augment);
    for (int index = 0; index < 12; index++) {
      float[] video = video(used, index);
      assertArrayEquals(video(reader(VARIED, augment), index), video);
      assertArrayEquals(audio(reader(VARIED, augment), index), audio(used, index));
      different.add(Arrays.hashCode(video));
    }
    assertEquals(12, different.size());
  }

  /** The same crop and flip for all frames: a still file gives the same picture in every frame. */
  @Test
  void oneCropForAllFrames() throws MediaException {
    ClipConfig single = ClipConfigs.view(VARIED, ClipView.SINGLE_FRAME);
    ClipReader clips = reader(single, new AugmentConfig(0, 0, 0, 0, 0, 0, 0, 0, 0.3, 0.3));
    for (int index = 0; index < 10; index++) {
      float[] video = video(clips, index);
      for (int channel = 0; channel < 3; channel++) {
        for (int t = 1; t < 5; t++) {
          int from = (channel * 5 + t) * 64;
          assertArrayEquals(
              Arrays.copyOfRange(video, channel * 5 * 64, channel * 5 * 64 + 64),
              Arrays.copyOfRange(video, from, from + 64));
        }
      }
    }
  }

  @Test
  void cropsReachEveryCornerAndHalfAreMirrored() throws MediaException {
    ClipReader clips = reader(ClipConfigs.scales(RAW, 12, 12, true));
    Set<Integer> places = new HashSet<>();
    int mirrored = 0;
    int draws = 2000;
    for (int index = 0; index < draws; index++) {
      PictureDraw draw =
          PictureDraw.training(
              ClipConfigs.scales(RAW, 12, 12, true), AugmentConfig.off(), random(index));
      mirrored += draw.mirrored() ? 1 : 0;
      places.add(((int) (draw.across() * 13)) * 100 + (int) (draw.down() * 5));
    }
    assertEquals(13 * 5, places.size());
    assertEquals(0.5, (double) mirrored / draws, 0.05);
    assertTrue(video(clips, 0).length > 0);
  }

  @Test
  void scalesCoverTheirRangeAndFlipCanBeOff() {
    Set<Integer> scales = new HashSet<>();
    for (int index = 0; index < 200; index++) {
      PictureDraw draw =
          PictureDraw.training(
              ClipConfigs.scales(RAW, 8, 12, false), AugmentConfig.off(), random(index));
      scales.add(draw.smallSide());
      assertFalse(draw.mirrored());
    }
    assertEquals(Set.of(8, 9, 10, 11, 12), scales);
  }

  @Test
  void singleFrameRepeatsTheMiddleOne() throws MediaException {
    float[] natural = reader(RAW).read(file, WINDOW).video();
    float[] single =
        reader(ClipConfigs.view(RAW, ClipView.SINGLE_FRAME)).read(file, WINDOW).video();
    for (int channel = 0; channel < 3; channel++) {
      float[] middle = Arrays.copyOfRange(natural, (channel * 5 + 2) * 64, (channel * 5 + 3) * 64);
      for (int t = 0; t < 5; t++) {
        int from = (channel * 5 + t) * 64;
        assertArrayEquals(middle, Arrays.copyOfRange(single, from, from + 64));
      }
    }
  }

  @Test
  void shuffledFramesAreThoseOfTheClipInAnOrderOfItsOwn() throws MediaException {
    ClipReader clips = reader(ClipConfigs.view(RAW, ClipView.SHUFFLED_FRAMES));
    Set<Integer> orders = new HashSet<>();
    for (int start = 0; start < 20; start++) {
      Window window = new Window(1, start, 0);
      float[] natural = reader(RAW).read(file, window).video();
      float[] shuffled = clips.read(file, window).video();
      assertArrayEquals(shuffled, clips.read(file, window).video());
      assertEquals(frames(natural, false), frames(shuffled, false));
      orders.add(frames(shuffled, true).hashCode() - frames(natural, true).hashCode());
    }
    assertTrue(orders.size() > 15, "orders " + orders.size());
    assertFalse(Arrays.equals(video(clips, 1), video(clips, 2)));
  }

  /** Hashes of the first channel's five frames, sorted unless {@code inOrder}. */
  private static List<Integer> frames(float[] video, boolean inOrder) {
    Integer[] hashes = new Integer[5];
    for (int t = 0; t < 5; t++) {
      hashes[t] = Arrays.hashCode(Arrays.copyOfRange(video, t * 64, t * 64 + 64));
    }
    if (!inOrder) {
      Arrays.sort(hashes);
    }
    return List.of(hashes);
  }

  @Test
  void refusesStatisticsOfOtherFiltersAndTooSmallArrays() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClipReader(RAW, FEATURES, AugmentConfig.off(), FeatureNormalisation.none(26)));
    ClipReader clips = reader(RAW);
    assertThrows(
        IllegalArgumentException.class,
        () -> clips.readVideo(file, WINDOW, null, new float[clips.videoLength()], 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> clips.readAudio(file, WINDOW, null, new float[clips.audioLength()], -1));
  }
}

package avts.pretrain.eval.floor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloorsTest {
  private static final ClipShape SHAPE = new ClipShape(1, 20, 30, 6, 80);

  /** Clips whose sound's level follows the pictures' change, {@code lag} pictures later. */
  private static RidgeFloor.Clips moving(int n, int lag, RandomGenerator random) {
    float[] video = new float[n * SHAPE.videoLength()];
    float[] audio = new float[n * SHAPE.audioLength()];
    for (int clip = 0; clip < n; clip++) {
      double[] change = random.doubles(SHAPE.frames() + 8).toArray();
      double value = 0;
      for (int frame = 0; frame < SHAPE.frames(); frame++) {
        value += change[frame + 4] * (frame % 2 == 0 ? 1 : -1);
        for (int pixel = 0; pixel < SHAPE.pixels(); pixel++) {
          video[clip * SHAPE.videoLength() + frame * SHAPE.pixels() + pixel] = (float) value;
        }
        for (int filter = 0; filter < SHAPE.filters(); filter++) {
          for (int window = 4 * frame; window < 4 * frame + 4; window++) {
            audio[clip * SHAPE.audioLength() + filter * SHAPE.windows() + window] =
                (float) change[frame + 4 - lag];
          }
        }
      }
    }
    return new RidgeFloor.Clips(video, audio, n);
  }

  /** Clips whose bands are a fixed linear map of the pictures two frames ago. */
  private static RidgeFloor.Clips speaking(int n, RandomGenerator random) {
    float[] video = new float[n * SHAPE.videoLength()];
    float[] audio = new float[n * SHAPE.audioLength()];
    for (int i = 0; i < video.length; i++) {
      video[i] = (float) random.nextGaussian();
    }
    for (int clip = 0; clip < n; clip++) {
      for (int frame = 0; frame < SHAPE.frames(); frame++) {
        int source = Math.max(frame - 2, 0);
        for (int filter = 0; filter < SHAPE.filters(); filter++) {
          float value = video[clip * SHAPE.videoLength() + source * SHAPE.pixels() + 3 * filter];
          for (int window = 4 * frame; window < 4 * frame + 4; window++) {
            audio[clip * SHAPE.audioLength() + filter * SHAPE.windows() + window] = 2 * value + 5;
          }
        }
      }
    }
    return new RidgeFloor.Clips(video, audio, n);
  }

  @Test
  void bandsAreAveragedOverTheWindowsOfAPicture() {
    ClipShape small = new ClipShape(2, 2, 1, 1, 5);
    assertArrayEquals(
        new double[] {1.5}, small.bandsByFrame(new float[] {1, 2, 3, 4, 8}, 0)[0], 1e-12);
    assertArrayEquals(
        new double[] {5}, small.bandsByFrame(new float[] {1, 2, 3, 4, 8}, 0)[1], 1e-12);
    assertEquals(3, small.gray(new float[] {2, 9, 4, 9}, 0, 0, 0), 1e-12);
  }

  @Test
  void correlationByHand() {
    assertEquals(1, Correlation.of(new float[] {9, 1, 2, 3}, 1, new float[] {2, 4, 6}, 0, 3), 1e-9);
    assertEquals(0, Correlation.of(new float[] {1, 1}, 0, new float[] {2, 4}, 0, 2));
    assertEquals(-0.5, Correlation.of(new float[] {1, 2, 3}, 0, new float[] {2, 3, 1}, 0, 3), 1e-9);
  }

  @Test
  void envelopeRuleFindsTheLagAndPrefersTheAlignedSound() {
    RandomGenerator random = new SplittableRandom(1);
    for (int lag : new int[] {-2, 0, 1}) {
      RidgeFloor.Clips clips = moving(8, lag, random);
      EnvelopeRule rule = EnvelopeRule.fit(SHAPE, clips.video(), clips.audio(), clips.n());
      assertEquals(lag, rule.lag());
      float[] video = rule.embedVideo(clips.video(), clips.n());
      float[] audio = rule.embedAudio(clips.audio(), clips.n());
      for (float score : rule.score(video, audio, clips.n())) {
        assertTrue(score > 0.999, "aligned pairs follow the rule exactly, got " + score);
      }
    }
  }

  @Test
  void ridgeLearnsALinearMapAndTellsOtherSoundsFromIt() {
    RandomGenerator random = new SplittableRandom(2);
    RidgeFloor ridge =
        RidgeFloor.fit(SHAPE, speaking(40, random), new RidgeFloor.Settings(30, 1e-4), random);
    RidgeFloor.Clips fresh = speaking(6, random);
    float[] video = ridge.embedVideo(fresh.video(), fresh.n());
    float[] audio = ridge.embedAudio(fresh.audio(), fresh.n());
    float[] rotated = new float[audio.length];
    int size = ridge.embeddingSize();
    System.arraycopy(audio, size, rotated, 0, audio.length - size);
    System.arraycopy(audio, 0, rotated, audio.length - size, size);
    float[] aligned = ridge.score(video, audio, fresh.n());
    float[] misaligned = ridge.score(video, rotated, fresh.n());
    for (int i = 0; i < fresh.n(); i++) {
      assertTrue(aligned[i] > 0.95, "got " + aligned[i]);
      assertTrue(Math.abs(misaligned[i]) < 0.4, "got " + misaligned[i]);
    }
  }

  @Test
  void settingsAreChosenOnFilesThatWereNotFitted() {
    RandomGenerator random = new SplittableRandom(9);
    // Sound depends on single pixels of noise pictures: few components cannot carry it.
    List<Window> windows =
        IntStream.range(0, 60).mapToObj(i -> new Window(i / 6, 20L * (i % 6), 0)).toList();
    RidgeFloor.Settings chosen =
        RidgeChoice.best(
            SHAPE,
            speaking(60, random),
            speaking(12, random),
            windows.subList(0, 12),
            new SplittableRandom(1));
    assertTrue(chosen.components() > 16, chosen.toString());
    assertEquals(
        RidgeFloor.Settings.standard(),
        RidgeChoice.best(
            SHAPE, speaking(4, random), speaking(1, random), windows.subList(0, 1), random),
        "one clip leaves nothing to compare");
    RidgeFloor floor = RidgeFloor.fit(SHAPE, speaking(60, random), windows, random);
    RidgeFloor.Clips fresh = speaking(20, random);
    float[] own =
        floor.score(floor.embedVideo(fresh.video(), 20), floor.embedAudio(fresh.audio(), 20), 20);
    for (float score : own) {
      assertTrue(score > 0.9, "correlation " + score);
    }
  }

  @Test
  void componentsKeepDistancesOfPicturesInTheirSpan() {
    RandomGenerator random = new SplittableRandom(3);
    double[][] pictures = new double[5][40];
    for (double[] picture : pictures) {
      for (int i = 0; i < picture.length; i++) {
        picture[i] = random.nextGaussian();
      }
    }
    PictureComponents components = PictureComponents.fit(pictures, 10);
    assertEquals(4, components.count());
    assertEquals(
        distance(pictures[0], pictures[3]),
        distance(components.project(pictures[0]), components.project(pictures[3])),
        1e-9);
    assertEquals(2, PictureComponents.fit(pictures, 2).count());
  }

  private static double distance(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += (first[i] - second[i]) * (first[i] - second[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void refusesShapesAndSettingsWithoutMeaning() {
    assertThrows(IllegalArgumentException.class, () -> new ClipShape(3, 1, 10, 40, 99));
    assertThrows(IllegalArgumentException.class, () -> new EnvelopeRule(SHAPE, 4));
    assertThrows(IllegalArgumentException.class, () -> new RidgeFloor.Settings(0, 1));
    assertThrows(IllegalArgumentException.class, () -> PictureComponents.fit(new double[1][4], 1));
  }
}

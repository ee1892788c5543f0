package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SceneTest {
  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;

  private final ImpactsVideo video = ImpactsVideo.draw(ImpactsConfig.standard(8, 4), 3);

  @Test
  void intervalsKeepTheLaw() {
    IntervalLaw law = IntervalLaw.standard();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 50; i++) {
      long[] impacts = law.draw(new SplittableRandom(i), 4_000_000);
      assertTrue(impacts[0] < -4_000_000 && impacts[impacts.length - 1] > 4_000_000);
      for (int k = 1; k < impacts.length; k++) {
        long interval = impacts[k] - impacts[k - 1];
        assertTrue(interval >= 300_000 && interval <= 700_000, "interval " + interval);
        sum += interval;
        count++;
      }
    }
    // Standard deviation of the mean: 115 470 / sqrt(count), about 2 600.
    assertEquals(500_000, sum / count, 10_000);
    assertThrows(IllegalArgumentException.class, () -> new IntervalLaw(5, 4));
  }

  @Test
  void objectTurnsAtOnceAndIsSquashedAtImpactsOnly() {
    for (Truth.Impact impact : video.visibleImpacts()) {
      Bounces path = video.scene().sounding().path();
      Bounces.Pose before = path.at(impact.micros() - 1.0);
      Bounces.Pose at = path.at((double) impact.micros());
      assertEquals(before.x(), at.x(), 2e-6);
      assertEquals(before.y(), at.y(), 2e-6);
      assertEquals(0.5, at.squash(), 1e-9);
      assertTrue(before.squash() > 0.95, "still squashed from before: " + before.squash());
      assertEquals(1, Math.hypot(at.normalX(), at.normalY()), 1e-12);
      Bounces.Pose earlier = path.at(impact.micros() - 10_001.0);
      Bounces.Pose later = path.at(impact.micros() + 10_000.0);
      double turnX = later.x() - 2 * at.x() + earlier.x();
      double turnY = later.y() - 2 * at.y() + earlier.y();
      assertTrue(Math.hypot(turnX, turnY) > 1e-3, "hardly any turn at " + impact);
      assertEquals(impact.x(), 0.5 + at.x() * HEIGHT / WIDTH, 1e-4);
      assertEquals(impact.y(), 0.5 + at.y(), 1e-4);
    }
  }

  @Test
  void onlyTheSoundingObjectIsWhite() {
    Scene scene = video.scene();
    Scene silent = new Scene(scene.background(), scene.posts(), List.of(scene.objects().get(0)));
    long rim = white(scene.painter(WIDTH, HEIGHT).paint(1e6));
    assertTrue(rim > 40, "white pixels: " + rim);
    // The last object of a scene is the one that sounds, whichever it is.
    assertTrue(white(silent.painter(WIDTH, HEIGHT).paint(1e6)) > 40);
    assertEquals(
        0, white(toBytes(scene.background().paint(WIDTH, HEIGHT))), "white in the background");
  }

  private static byte[] toBytes(float[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(values[i]);
    }
    return bytes;
  }

  private static long white(byte[] rgb) {
    long count = 0;
    for (int at = 0; at < rgb.length; at += 3) {
      int darkest = Math.min(rgb[at] & 255, Math.min(rgb[at + 1] & 255, rgb[at + 2] & 255));
      count += darkest > 225 ? 1 : 0;
    }
    return count;
  }

  @Test
  void backgroundsAreAlikeInBrightnessAndContrast() {
    for (Background.Family family : Background.Family.values()) {
      double sum = 0;
      double low = 255;
      double high = 0;
      for (int i = 0; i < 12; i++) {
        float[] rgb = new Background(family, 30 * i, 0.2, 17 * i, i / 12.0).paint(WIDTH, HEIGHT);
        for (float value : rgb) {
          sum += value / rgb.length / 12;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
      assertEquals(95, sum, 12, family.name());
      assertTrue(low >= 25 && high <= 190, family + ": " + low + ".." + high);
    }
  }

  /** A scene is a function of time: the same moment at twice the size shows the same thing. */
  @Test
  void pictureScales() {
    byte[] small = video.scene().painter(WIDTH, HEIGHT).paint(1e6);
    byte[] large = video.scene().painter(2 * WIDTH, 2 * HEIGHT).paint(1e6);
    double difference = 0;
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        for (int channel = 0; channel < 3; channel++) {
          int sum = 0;
          for (int part = 0; part < 4; part++) {
            int at = ((2 * row + part / 2) * 2 * WIDTH + 2 * column + part % 2) * 3 + channel;
            sum += large[at] & 255;
          }
          difference +=
              Math.abs(sum / 4.0 - (small[(row * WIDTH + column) * 3 + channel] & 255))
                  / (3.0 * WIDTH * HEIGHT);
        }
      }
    }
    assertTrue(difference < 1.5, "mean difference " + difference);
  }
}

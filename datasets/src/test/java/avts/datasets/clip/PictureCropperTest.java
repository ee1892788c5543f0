package avts.datasets.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameRate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureCropperTest {

  private static float[] crop(ClipConfig clip, VideoFrames pictures, PictureDraw draw) {
    float[] target = new float[clip.videoLength()];
    new PictureCropper(clip).crop(pictures, draw, target, 0);
    return target;
  }

  private static PictureDraw draw(int smallSide, double across, double down, boolean mirrored) {
    return new PictureDraw(smallSide, across, down, mirrored, 1, 1, new int[] {0, 1});
  }

  private static VideoFrames noise(int frames, int height, int width) {
    byte[] rgb = new byte[frames * height * width * 3];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) random.nextInt(256);
    }
    return new VideoFrames(rgb, frames, height, width);
  }

  private static double pixel(VideoFrames pictures, int frame, int y, int x, int channel) {
    int at = ((frame * pictures.height() + y) * pictures.width() + x) * 3;
    byte[] rgb = pictures.rgb();
    return channel >= 0
        ? rgb[at + channel] & 0xFF
        : 0.299 * (rgb[at] & 0xFF) + 0.587 * (rgb[at + 1] & 0xFF) + 0.114 * (rgb[at + 2] & 0xFF);
  }

  @Test
  void withoutScalingPixelsAreCopiedByHand() {
    VideoFrames pictures = noise(2, 10, 14);
    ClipConfig clip =
        new ClipConfig(
            FrameRate.of(25),
            2,
            3,
            8,
            10,
            10,
            true,
            List.of(100.0, 110.0, 120.0),
            List.of(50.0, 60.0, 70.0),
            ClipView.NATURAL);
    // 14 - 8 = 6 leaves 7 places across, 0.5 takes the fourth; 10 - 8 leaves 3, 0.99 the last.
    float[] plain = crop(clip, pictures, draw(10, 0.5, 0.99, false));
    float[] mirrored = crop(clip, pictures, draw(10, 0.5, 0.99, true));
    for (int channel = 0; channel < 3; channel++) {
      for (int t = 0; t < 2; t++) {
        for (int y = 0; y < 8; y++) {
          for (int x = 0; x < 8; x++) {
            double expected =
                (pixel(pictures, t, y + 2, x + 3, channel) - 100 - 10 * channel)
                    / (50 + 10 * channel);
            int row = ((channel * 2 + t) * 8 + y) * 8;
            assertEquals(expected, plain[row + x], 1e-5);
            assertEquals(expected, mirrored[row + 7 - x], 1e-5);
          }
        }
      }
    }
  }

  /** Against a triangle filter over the whole picture in double precision, both axes at once. */
  @ParameterizedTest
  @CsvSource({
    "3,12,12,16,16,17,false",
    "3,16,20,12,12,12,true",
    "1,20,30,12,13,17,false",
    "3,40,30,9,11,11,true",
    "1,9,40,8,33,31,true",
    "3,1,1,8,8,9,false",
    "3,2,7,8,8,8,false"
  })
  void scalingEqualsASlowReference(
      int channels, int height, int width, int size, int smallest, int drawn, boolean mirrored) {
    VideoFrames pictures = noise(2, height, width);
    ClipConfig clip =
        ClipConfigs.scales(
            ClipConfigs.raw(2, channels, size, smallest), Math.min(smallest, drawn), 40, true);
    float[] actual = crop(clip, pictures, draw(drawn, 0.7, 0.2, mirrored));
    double region = (double) size * Math.min(height, width) / drawn;
    int left = (int) (0.7 * (Math.floor(width - region) + 1));
    int top = (int) (0.2 * (Math.floor(height - region) + 1));
    for (int channel = 0; channel < channels; channel++) {
      for (int t = 0; t < 2; t++) {
        for (int y = 0; y < size; y++) {
          for (int x = 0; x < size; x++) {
            double sum = 0;
            double weights = 0;
            for (int v = 0; v < height; v++) {
              for (int u = 0; u < width; u++) {
                double weight =
                    triangle(u, left, region / size, x) * triangle(v, top, region / size, y);
                sum += weight * pixel(pictures, t, v, u, channels == 1 ? -1 : channel);
                weights += weight;
              }
            }
            int column = mirrored ? size - 1 - x : x;
            int at = ((channel * 2 + t) * size + y) * size + column;
            assertEquals(sum / weights, actual[at], 2e-3, "pixel " + y + ", " + x);
          }
        }
      }
    }
  }

  private static double triangle(int source, int start, double scale, int target) {
    double distance = Math.abs(source + 0.5 - (start + (target + 0.5) * scale));
    return Math.max(0, 1 - distance / Math.max(1, scale));
  }

  @Test
  void aConstantPictureStaysConstantAtAnyScale() {
    byte[] rgb = new byte[50 * 37 * 3];
    Arrays.fill(rgb, (byte) 200);
    VideoFrames pictures = new VideoFrames(rgb, 1, 37, 50);
    for (int smallSide = 16; smallSide < 80; smallSide += 3) {
      ClipConfig clip = ClipConfigs.scales(ClipConfigs.raw(1, 3, 16, 16), 16, 80, false);
      PictureDraw draw = new PictureDraw(smallSide, 0.3, 0.9, false, 1, 1, new int[1]);
      for (float value : crop(clip, pictures, draw)) {
        assertEquals(200, value, 1e-3);
      }
    }
  }

  @Test
  void coloursChangeAboutTheMean() {
    VideoFrames pictures = noise(1, 8, 8);
    ClipConfig clip =
        new ClipConfig(
            FrameRate.of(25), 1, 1, 8, 8, 8, false, List.of(90.0), List.of(45.0), ClipView.NATURAL);
    float[] plain = crop(clip, pictures, new PictureDraw(8, 0, 0, false, 1, 1, new int[1]));
    float[] changed = crop(clip, pictures, new PictureDraw(8, 0, 0, false, 1.2, 0.5, new int[1]));
    for (int i = 0; i < plain.length; i++) {
      double grey = plain[i] * 45 + 90;
      assertEquals((grey * 1.2 - 90) * 0.5 / 45, changed[i], 1e-4);
    }
  }

  @Test
  void picturesFollowTheDrawnOrder() {
    VideoFrames pictures = noise(3, 12, 12);
    ClipConfig clip = ClipConfigs.scales(ClipConfigs.raw(3, 1, 8, 8), 8, 12, false);
    float[] plain =
        crop(clip, pictures, new PictureDraw(9, 0, 0, false, 1, 1, new int[] {0, 1, 2}));
    float[] turned =
        crop(clip, pictures, new PictureDraw(9, 0, 0, false, 1, 1, new int[] {2, 0, 2}));
    assertArrayEquals(Arrays.copyOfRange(plain, 128, 192), Arrays.copyOfRange(turned, 0, 64));
    assertArrayEquals(Arrays.copyOfRange(plain, 0, 64), Arrays.copyOfRange(turned, 64, 128));
    assertArrayEquals(Arrays.copyOfRange(plain, 128, 192), Arrays.copyOfRange(turned, 128, 192));
  }

  /** A cropper used again for another size of picture gives the same as a new one. */
  @Test
  void workSpaceLeavesNoTraces() {
    ClipConfig clip = ClipConfigs.scales(ClipConfigs.raw(2, 3, 16, 16), 16, 40, true);
    PictureCropper used = new PictureCropper(clip);
    float[] target = new float[clip.videoLength() + 3];
    used.crop(noise(2, 60, 90), draw(18, 0.1, 0.5, true), target, 2);
    assertEquals(0, target[1]);
    assertEquals(0, target[target.length - 1]);
    used.crop(noise(2, 21, 20), draw(33, 0.9, 0.5, false), target, 0);
    assertArrayEquals(
        crop(clip, noise(2, 21, 20), draw(33, 0.9, 0.5, false)),
        Arrays.copyOf(target, clip.videoLength()));
    assertTrue(target[5] >= 0);
  }
}

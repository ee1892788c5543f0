package avts.datasets.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameRate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
    return pictures.rgb()[at + channel] & 0xFF;
  }

  @Test
  void pixelsByHand() {
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

  @Test
  void grayIsTheLumaOfBt601() {
    byte[] rgb = new byte[8 * 8 * 3];
    rgb[0] = (byte) 200;
    rgb[1] = 100;
    rgb[2] = 50;
    ClipConfig clip = ClipConfigs.raw(1, 1, 8, 8);
    PictureDraw draw = new PictureDraw(8, 0, 0, false, 1, 1, new int[1]);
    float[] gray = crop(clip, new VideoFrames(rgb, 1, 8, 8), draw);
    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50
    assertEquals(124.2, gray[0], 1e-4);
    assertEquals(0, gray[1]);
  }

  /** A cropper used again for another size of picture gives the same as a new one. */
  @Test
  void workSpaceLeavesNoTraces() {
    ClipConfig clip = ClipConfigs.scales(ClipConfigs.raw(2, 3, 16, 16), 16, 40, true);
    PictureCropper used = new PictureCropper(clip);
    float[] target = new float[clip.videoLength() + 3];
    used.crop(noise(2, 60, 90), draw(60, 0.1, 0.5, true), target, 2);
    assertEquals(0, target[1]);
    assertEquals(0, target[target.length - 1]);
    used.crop(noise(2, 21, 20), draw(20, 0.9, 0.5, false), target, 0);
    assertArrayEquals(
        crop(clip, noise(2, 21, 20), draw(20, 0.9, 0.5, false)),
        Arrays.copyOf(target, clip.videoLength()));
  }

  @Test
  void refusesPicturesSmallerThanTheSquare() {
    ClipConfig clip = ClipConfigs.raw(2, 3, 16, 16);
    PictureDraw draw = draw(16, 0, 0, false);
    VideoFrames small = noise(2, 16, 15);
    String message =
        assertThrows(IllegalArgumentException.class, () -> crop(clip, small, draw)).toString();
    assertTrue(message.contains("15 x 16"), message);
  }
}

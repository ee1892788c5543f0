package avts.datasets.take;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TakePicturesTest {

  private static GrayVideo video(int height, int width, float... values) {
    return new GrayVideo(values, values.length / (height * width), height, width, 25);
  }

  private static int[] gray(VideoFrames frames) {
    int[] gray = new int[frames.rgb().length / 3];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = frames.rgb()[3 * i] & 255;
      assertEquals(gray[i], frames.rgb()[3 * i + 1] & 255);
      assertEquals(gray[i], frames.rgb()[3 * i + 2] & 255);
    }
    return gray;
  }

  private static VideoFrames read(GrayVideo video, long start, int count, int smallSide) {
    return new TakePictures(video)
        .readFrames(new FrameSpan(start, count, FrameRate.of(25)), smallSide);
  }

  @Test
  void unscaledPicturesAreThemselves() {
    GrayVideo video = video(2, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertArrayEquals(new int[] {7, 8, 9, 10, 11, 12}, gray(read(video, 1, 1, 0)));
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, gray(read(video, 0, 1, 2)));
  }

  /** 0 and 90 in a row, made four wide: places -0.25, 0.25, 0.75 and 1.25 between them. */
  @Test
  void growsByLinearInterpolation() {
    VideoFrames frames = read(video(2, 2, 0, 90, 0, 90), 0, 1, 4);
    assertEquals(4, frames.height());
    assertEquals(4, frames.width());
    int[] gray = gray(frames);
    for (int row = 0; row < 4; row++) {
      assertEquals(0, gray[4 * row]);
      assertEquals(22.5, gray[4 * row + 1], 0.51);
      assertEquals(67.5, gray[4 * row + 2], 0.51);
      assertEquals(90, gray[4 * row + 3]);
    }
  }

  /**
   * Four made two: the middle of the first new pixel is place 0.5; weights 3/8 3/8 1/8, over 7/8.
   */
  @Test
  void shrinksByTriangles() {
    float[] values = new float[16];
    for (int i = 0; i < 16; i++) {
      values[i] = 70 * (i % 4);
    }
    int[] gray = gray(read(video(4, 4, values), 0, 1, 2));
    assertEquals((3 * 0 + 3 * 70 + 140) / 7.0, gray[0], 0.51);
    assertEquals(210 - (3 * 0 + 3 * 70 + 140) / 7.0, gray[1], 0.51);
  }

  @Test
  void constantsStayConstantAtAnySize() {
    float[] values = new float[6 * 10];
    Arrays.fill(values, 131);
    for (int side = 1; side < 20; side++) {
      VideoFrames frames = read(video(6, 10, values), 0, 1, side);
      assertEquals(side, frames.height());
      assertEquals(10 * side / 6.0, frames.width(), 0.51);
      for (int gray : gray(frames)) {
        assertEquals(131, gray);
      }
    }
  }

  @Test
  void picturesAreShownAtTheirMoments() {
    GrayVideo video = video(1, 1, 10, 20, 30);
    VideoFrames twice =
        new TakePictures(video).readFrames(new FrameSpan(1, 6, FrameRate.of(50)), 0);
    assertArrayEquals(new int[] {10, 20, 20, 30, 30, 30}, gray(twice), "the last one is held");
    assertTrue(gray(read(video, 2, 2, 0))[1] == 30);
  }
}

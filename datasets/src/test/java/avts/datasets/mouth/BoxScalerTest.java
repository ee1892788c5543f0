package avts.datasets.mouth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import avts.datasets.media.VideoFrames;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Boxes cut from pictures whose values are a formula of their place. */
class BoxScalerTest {
  private static final int WIDTH = 20;
  private static final int HEIGHT = 12;

  /** Two pictures; red is 10 x, green 20 y, blue 7 in the first and 9 in the second. */
  private static VideoFrames pictures() {
    byte[] rgb = new byte[2 * HEIGHT * WIDTH * 3];
    for (int i = 0; i < 2 * HEIGHT * WIDTH; i++) {
      rgb[3 * i] = (byte) (10 * (i % WIDTH));
      rgb[3 * i + 1] = (byte) (20 * (i / WIDTH % HEIGHT));
      rgb[3 * i + 2] = (byte) (i < HEIGHT * WIDTH ? 7 : 9);
    }
    return new VideoFrames(rgb, 2, HEIGHT, WIDTH);
  }

  private static int value(byte[] scaled, int width, int x, int y, int channel) {
    return scaled[(y * width + x) * 3 + channel] & 0xff;
  }

  @Test
  void wholePixelsAreCopied() {
    VideoFrames pictures = pictures();
    byte[] whole = new BoxScaler(WIDTH, HEIGHT).scale(pictures, 1, new Box(0, 0, WIDTH, HEIGHT));
    assertArrayEquals(
        Arrays.copyOfRange(pictures.rgb(), WIDTH * HEIGHT * 3, 2 * WIDTH * HEIGHT * 3), whole);
    byte[] part = new BoxScaler(4, 2).scale(pictures, 0, new Box(5, 3, 4, 2));
    assertEquals(50, value(part, 4, 0, 0, 0));
    assertEquals(80, value(part, 4, 3, 1, 0));
    assertEquals(80, value(part, 4, 0, 1, 1));
    assertEquals(7, value(part, 4, 2, 1, 2));
  }

  @Test
  void placesBetweenPixelsAreMeansOfThem() {
    byte[] part = new BoxScaler(4, 2).scale(pictures(), 0, new Box(5.5, 3.25, 4, 2));
    assertEquals(55, value(part, 4, 0, 0, 0));
    assertEquals(65, value(part, 4, 0, 0, 1));
  }

  @Test
  void rampsStayRampsAtAnyScale() {
    for (double scale : new double[] {0.4, 0.9, 1.3, 2, 2.7}) {
      Box box = new Box(5, 4, 4 * scale, 1.5 * scale);
      byte[] scaled = new BoxScaler(4, 3).scale(pictures(), 1, box);
      for (int x = 0; x < 4; x++) {
        // Pixel j has its middle at j + 0.5.
        assertEquals(10 * (5 + (x + 0.5) * scale - 0.5), value(scaled, 4, x, 1, 0), 2.5);
      }
      assertEquals(9, value(scaled, 4, 1, 1, 2));
    }
  }

  @Test
  void beyondTheEdgeTheEdgeGoesOn() {
    byte[] scaled = new BoxScaler(4, 4).scale(pictures(), 0, new Box(-6, -6, 4, 4));
    assertEquals(0, value(scaled, 4, 3, 3, 0));
    assertEquals(7, value(scaled, 4, 0, 0, 2));
    byte[] right = new BoxScaler(4, 4).scale(pictures(), 0, new Box(18, 10, 4, 4));
    assertEquals(190, value(right, 4, 3, 0, 0));
    assertEquals(220, value(right, 4, 0, 3, 1));
  }
}

package avts.datasets.time;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SlidingWindowsTest {
  private static final ClipGrid SECOND = new ClipGrid(25, FrameRate.of(25), 16_000);

  @Test
  void clipsAdjoinAndTheLastEndsInTime() {
    SlidingWindows windows = SlidingWindows.adjoining(SECOND);
    assertArrayEquals(new long[] {0, 25, 50}, windows.startFrames(0, 3_000_000));
    assertArrayEquals(new long[] {0, 25, 50}, windows.startFrames(0, 3_999_000 - 1_000));
    assertArrayEquals(new long[] {0, 25, 50, 75}, windows.startFrames(0, 3_999_500));
    assertArrayEquals(new long[0], windows.startFrames(0, 900_000));
    assertEquals(2.0, windows.seconds(50));
  }

  /** 0.5 s are 12.5 frames: 0, 12.5, 25, 37.5, 50 rounded half up. */
  @Test
  void startsAreTheNearestFramesAndDoNotDrift() {
    SlidingWindows windows = new SlidingWindows(SECOND, 0.5);
    assertArrayEquals(new long[] {0, 13, 25, 38, 50}, windows.startFrames(0, 3_000_000));
    SlidingWindows thirds = new SlidingWindows(SECOND, 1.0 / 3);
    long[] starts = thirds.startFrames(0, 1_000_000_000L);
    for (int k = 0; k < starts.length; k++) {
      assertTrue(Math.abs(thirds.seconds(starts[k]) - k / 3.0) <= 0.0201, "clip " + k);
    }
  }

  @Test
  void aLateStreamBeginsOnItsFirstFrame() {
    SlidingWindows windows = SlidingWindows.adjoining(SECOND);
    assertArrayEquals(new long[] {2, 27}, windows.startFrames(50_000, 2_080_000));
    assertArrayEquals(new long[] {-1, 24}, windows.startFrames(-50_000, 1_960_000));
  }

  @Test
  void aHopUnderOneFrameIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SlidingWindows(SECOND, 0.039));
    assertThrows(IllegalArgumentException.class, () -> new SlidingWindows(SECOND, Double.NaN));
  }
}

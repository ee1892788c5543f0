package avts.pretrain.take;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TrackTest {

  private static float[] at(Track track, double seconds) {
    float[] vector = new float[track.width()];
    track.at(seconds, vector, 0);
    return vector;
  }

  @Test
  void aVectorHoldsAtTheMiddleOfItsTimeAndLinesLieBetween() {
    // Steps of 0.1 s: middles at 0.05, 0.15 and 0.25 s.
    Track steps = Track.ofSteps(new float[] {0, 1, 10, 3, 20, 5}, 2, 0.1);
    assertEquals(3, steps.count());
    assertArrayEquals(new float[] {10, 3}, at(steps, 0.15), 1e-5f);
    assertArrayEquals(new float[] {5, 2}, at(steps, 0.1), 1e-5f);
    assertArrayEquals(new float[] {0, 1}, at(steps, -1), 0);
    assertArrayEquals(new float[] {20, 5}, at(steps, 9), 0);
    // Clips of 0.4 s every 0.1 s: the first one's middle is two steps from the beginning.
    Track clips = new Track(new float[] {0, 10, 20}, 1, 0.1, 2);
    assertArrayEquals(new float[] {10}, at(clips, 0.3), 1e-5f);
    assertArrayEquals(new float[] {5}, at(clips, 0.25), 1e-5f);
  }

  @Test
  void otherValuesKeepTheirMoments() {
    Track wider = new Track(new float[] {1, 2}, 1, 0.1, 2).with(new float[] {1, 2, 3, 4});
    assertEquals(2, wider.width());
    assertArrayEquals(new float[] {2, 3}, at(wider, 0.25), 1e-5f);
  }

  @Test
  void valuesThatAreNoVectorsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Track(new float[3], 2, 0.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Track(new float[0], 2, 0.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Track(new float[2], 2, 0, 0));
  }
}

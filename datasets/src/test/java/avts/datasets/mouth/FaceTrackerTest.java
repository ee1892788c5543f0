package avts.datasets.mouth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Boxes, and tracks of faces at known places. */
class FaceTrackerTest {

  private static Face face(double x, double y) {
    return new Face(new Box(x, y, 40, 40), 0.8);
  }

  @Test
  void overlapByHand() {
    Box box = new Box(0, 0, 4, 4);
    assertEquals(1, box.overlap(box));
    assertEquals(4.0 / 28, box.overlap(new Box(2, 2, 4, 4)), 1e-12, "2 x 2 of 16 + 16 - 4");
    assertEquals(4.0 / 28, new Box(2, 2, 4, 4).overlap(box), 1e-12);
    assertEquals(0, box.overlap(new Box(4, 0, 4, 4)));
    assertEquals(0, box.overlap(new Box(-9, 0, 4, 4)));
    assertEquals(new Box(0, 0.5, 4, 3), box.middle(4.0 / 3));
    assertEquals(new Box(1, 0, 2, 4), box.middle(0.5));
    assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Box(Double.NaN, 0, 1, 1));
  }

  @Test
  void twoFacesGiveTwoTracksInWhateverOrder() {
    FaceTracker tracker = new FaceTracker(2);
    for (int frame = 0; frame < 10; frame++) {
      Face left = face(10 + frame, 20);
      Face right = face(90 - frame, 25);
      tracker.add(frame, frame % 2 == 0 ? List.of(left, right) : List.of(right, left));
    }
    List<FaceTrack> tracks = tracker.cut();
    assertEquals(2, tracks.size());
    for (int frame = 0; frame < 10; frame++) {
      assertEquals(Optional.of(face(10 + frame, 20)), tracks.get(0).faces().get(frame));
      assertEquals(Optional.of(face(90 - frame, 25)), tracks.get(1).faces().get(frame));
    }
    assertTrue(tracker.cut().isEmpty());
  }

  @Test
  void shortGapsAreBridgedAndLongOnesEndTheTrack() {
    FaceTracker tracker = new FaceTracker(2);
    for (int frame : new int[] {3, 4, 7, 11, 12}) {
      tracker.add(frame, List.of(face(10, 10)));
    }
    List<FaceTrack> tracks = tracker.cut();
    assertEquals(2, tracks.size());
    assertEquals(3, tracks.get(0).firstFrame());
    assertEquals(5, tracks.get(0).faces().size(), "3 to 7; 5 and 6 are missed");
    assertEquals(0.6, tracks.get(0).foundShare(), 1e-12);
    assertEquals(11, tracks.get(1).firstFrame(), "8, 9 and 10 are one too many");
  }

  @Test
  void aJumpBeginsANewTrack() {
    FaceTracker tracker = new FaceTracker(9);
    tracker.add(0, List.of(face(0, 0)));
    tracker.add(1, List.of(face(25, 0)));
    List<FaceTrack> tracks = tracker.cut();
    assertEquals(2, tracks.size(), "15 of 65 columns in common are too few");
  }
}

package avts.datasets.mouth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gaps, outliers and jitter of known tracks. */
class MouthPathTest {

  private static FaceTrack track(List<Optional<Face>> faces) {
    return new FaceTrack(5, faces);
  }

  private static Optional<Face> face(double x) {
    return Optional.of(new Face(new Box(x, 50, 100, 100), 0.75));
  }

  @Test
  void theMouthOfASteadyFaceIsInItsLowerThird() {
    MouthPath path = MouthPath.of(track(List.of(face(20), face(20), face(20))), 4.0 / 3, 25);
    assertEquals(5, path.firstFrame());
    for (Box box : path.boxes()) {
      assertEquals(55, box.width(), 1e-9);
      assertEquals(41.25, box.height(), 1e-9);
      assertEquals(70, box.x() + box.width() / 2, 1e-9);
      assertEquals(130, box.y() + box.height() / 2, 1e-9);
    }
    assertEquals(List.of(0.75, 0.75, 0.75), path.confidences());
  }

  @Test
  void straightMovementStaysAndGapsHaveNoConfidence() {
    List<Optional<Face>> faces = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      faces.add(i > 10 && i < 15 ? Optional.empty() : face(2 * i));
    }
    MouthPath path = MouthPath.of(track(faces), 1, 25);
    for (int i = 0; i < 30; i++) {
      assertEquals(2 * i + 50 - 27.5, path.boxes().get(i).x(), 1e-9);
      assertEquals(i > 10 && i < 15 ? 0 : 0.75, path.confidences().get(i));
    }
  }

  @Test
  void oneWrongBoxLeavesNoTrace() {
    List<Optional<Face>> faces = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      faces.add(face(i == 14 ? 300 : 20));
    }
    for (Box box : MouthPath.of(track(faces), 1, 25).boxes()) {
      assertEquals(70 - 27.5, box.x(), 1e-9);
    }
  }

  @Test
  void jitterShrinks() {
    SplittableRandom random = new SplittableRandom(3);
    double[] noise = IntStream.range(0, 400).mapToDouble(i -> random.nextDouble(-1, 1)).toArray();
    double[] smooth = Smoothing.smooth(noise, 7);
    double before = 0;
    double after = 0;
    for (int i = 1; i < noise.length; i++) {
      before += Math.abs(noise[i] - noise[i - 1]);
      after += Math.abs(smooth[i] - smooth[i - 1]);
    }
    assertTrue(after < 0.15 * before, after + " against " + before);
    assertArrayEquals(noise, Smoothing.smooth(noise, 1));
    assertArrayEquals(
        new double[] {1, 2, 3, 97 / 3.0, 90},
        Smoothing.smooth(new double[] {1, 2, 3, 4, 90}, 3),
        1e-9);
  }
}

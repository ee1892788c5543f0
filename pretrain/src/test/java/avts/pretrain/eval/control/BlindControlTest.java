package avts.pretrain.eval.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BlindControlTest {
  private static final BlindControl CONTROL = new BlindControl(5, new Bootstrap(500, 0.99));

  /** Rows whose first value gives the label away by {@code leak}. */
  private static BlindControl.Halves halves(int width, double leak) {
    RandomGenerator random = new SplittableRandom(9);
    int size = 400;
    float[] features = new float[size * width];
    boolean[] aligned = new boolean[size];
    List<String> groups = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      aligned[row] = row % 2 == 0;
      groups.add("v" + row / 4);
      for (int i = 0; i < width; i++) {
        features[row * width + i] = (float) random.nextGaussian();
      }
      features[row * width] += (float) (aligned[row] ? leak : -leak);
    }
    return new BlindControl.Halves(features, aligned, groups);
  }

  @Test
  void noiseStaysAtChance() {
    Interval accuracy = CONTROL.accuracy(halves(20, 0), new SplittableRandom(1));
    assertTrue(accuracy.contains(0.5), accuracy.percent());
    assertTrue(accuracy.high() - accuracy.low() < 0.2, accuracy.percent());
  }

  @Test
  void aLeakIsFound() {
    Interval accuracy = CONTROL.accuracy(halves(20, 1.0), new SplittableRandom(1));
    // Two normal classes two deviations apart: 84 % at best.
    assertEquals(0.84, accuracy.value(), 0.06);
    assertTrue(accuracy.low() > 0.5, accuracy.percent());
  }

  @Test
  void aLeakSurvivesTheRandomProjection() {
    Interval accuracy = CONTROL.accuracy(halves(600, 25), new SplittableRandom(1));
    assertTrue(accuracy.low() > 0.6, accuracy.percent());
  }

  @Test
  void swapsCannotLeak() {
    BlindControl.Halves once = halves(6, 0);
    float[] features = new float[once.features().length * 2];
    boolean[] aligned = new boolean[once.aligned().length * 2];
    List<String> groups = new ArrayList<>();
    for (int row = 0; row < aligned.length; row++) {
      System.arraycopy(once.features(), row / 2 * 6, features, row * 6, 6);
      aligned[row] = row % 2 == 0;
      groups.add(once.groups().get(row / 2));
    }
    assertEquals(
        new Interval(0.5, 0.5, 0.5),
        CONTROL.accuracy(
            new BlindControl.Halves(features, aligned, groups), new SplittableRandom(1)));
  }

  @Test
  void refusesTooFewGroupsAndUnevenParts() {
    BlindControl.Halves few =
        new BlindControl.Halves(
            new float[4], new boolean[] {true, false, true, false}, List.of("a", "a", "b", "b"));
    assertThrows(
        IllegalArgumentException.class, () -> CONTROL.accuracy(few, new SplittableRandom(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BlindControl.Halves(new float[5], new boolean[2], List.of("a", "b")));
  }
}

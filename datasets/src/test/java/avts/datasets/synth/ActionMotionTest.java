package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.synth.ActionMotion.Pose;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActionMotionTest {
  private static final long SECOND = 1_000_000;

  private static ActionMotion motion(ActionKind kind) {
    return new ActionMotion(
        kind, new long[] {0, SECOND, 2 * SECOND}, new ActionMotion.Circle(0, 0, 0.1), 0, 0.2, 0);
  }

  @Test
  void aQuarterOfACycleByHand() {
    double quarter = 0.25 * SECOND;
    // y points down, so clockwise as seen is from the right to below.
    Pose orbit = motion(ActionKind.ORBIT_CLOCKWISE).at(quarter);
    assertEquals(0, orbit.x(), 1e-9);
    assertEquals(0.1, orbit.y(), 1e-9);
    assertEquals(-0.1, motion(ActionKind.ORBIT_ANTICLOCKWISE).at(quarter).y(), 1e-9);
    assertEquals(0.16 + 0.18 / 4, motion(ActionKind.GROW).at(quarter).diameter(), 1e-9);
    assertEquals(Math.PI / 2, motion(ActionKind.SPIN_CLOCKWISE).at(quarter).turn(), 1e-9);
    // A stroke from -90 to 90 degrees: after a quarter 1/16 of it, or 7/16.
    double slow = -Math.PI / 2 + Math.PI / 16;
    assertEquals(0.1 * Math.sin(slow), motion(ActionKind.STROKE_SPEEDING_UP).at(quarter).y(), 1e-9);
    double fast = -Math.PI / 2 + Math.PI * 7 / 16;
    assertEquals(
        0.1 * Math.sin(fast), motion(ActionKind.STROKE_SLOWING_DOWN).at(quarter).y(), 1e-9);
  }

  /** Two kinds that are each other run backwards have the same frames in another order. */
  @Test
  void eachKindIsAnotherOneBackwards() {
    ActionKind[][] twins = {
      {ActionKind.ORBIT_CLOCKWISE, ActionKind.ORBIT_ANTICLOCKWISE},
      {ActionKind.GROW, ActionKind.SHRINK},
      {ActionKind.SPIN_CLOCKWISE, ActionKind.SPIN_ANTICLOCKWISE}
    };
    for (ActionKind[] twin : twins) {
      for (double micros = 1000; micros < SECOND; micros += 50_000) {
        Pose forward = motion(twin[0]).at(micros);
        Pose backward = motion(twin[1]).at(SECOND - micros);
        assertEquals(forward.x(), backward.x(), 1e-9);
        assertEquals(forward.y(), backward.y(), 1e-9);
        assertEquals(forward.diameter(), backward.diameter(), 1e-9);
        assertEquals(Math.cos(forward.turn()), Math.cos(backward.turn()), 1e-9);
      }
    }
    // Strokes go back on the way they came, so the twin of the first stroke is the second one.
    for (double micros = 1000; micros < SECOND; micros += 50_000) {
      assertEquals(
          motion(ActionKind.STROKE_SPEEDING_UP).at(micros).y(),
          motion(ActionKind.STROKE_SLOWING_DOWN).at(2 * SECOND - micros).y(),
          1e-9);
    }
  }

  /** At a moment drawn at random, place, size and turn are distributed alike in every kind. */
  @Test
  void oneFrameLooksTheSameInEveryKind() {
    int videos = 4000;
    double[][] sizes = new double[ActionKind.ALL.size()][videos];
    double[][] heights = new double[ActionKind.ALL.size()][videos];
    double[][] turns = new double[ActionKind.ALL.size()][videos];
    for (int kind = 0; kind < sizes.length; kind++) {
      for (int i = 0; i < videos; i++) {
        SplittableRandom random = new SplittableRandom(1000L * i + kind);
        ActionMotion drawn = ActionMotion.draw(ActionKind.ALL.get(kind), 5 * SECOND, random);
        Pose pose = drawn.at(random.nextDouble(0, 4e6));
        sizes[kind][i] = pose.diameter();
        heights[kind][i] = pose.y();
        turns[kind][i] = Math.cos(pose.turn());
      }
    }
    for (double[][] figure : new double[][][] {sizes, heights, turns}) {
      for (int kind = 1; kind < figure.length; kind++) {
        // Kolmogorov and Smirnov's distance stays below its critical value at 0.0001.
        double distance = distance(figure[0], figure[kind]);
        assertTrue(distance < 2.23 * Math.sqrt(2.0 / videos), "kind " + kind + ": " + distance);
      }
    }
  }

  private static double distance(double[] first, double[] second) {
    double[] a = first.clone();
    double[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double largest = 0;
    int j = 0;
    for (int i = 0; i < a.length; i++) {
      while (j < b.length && b[j] <= a[i]) {
        j++;
      }
      largest = Math.max(largest, Math.abs((i + 1.0) / a.length - (double) j / b.length));
    }
    return largest;
  }
}

package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The path of one object: straight and even from impact to impact, where it turns at once and is
 * squashed.
 *
 * <p>Places are in units of the picture's smaller side, with the origin in its middle and y
 * downwards. Immutable.
 */
final class Bounces {
  /** Speeds that a small network can follow, in sides per second. */
  private static final double SLOWEST = 0.35;

  private static final double FASTEST = 0.8;

  /** Share of its extent that the object loses along the blow, at the blow. */
  private static final double SQUASH = 0.5;

  /** Time in which the squash falls to 1/e. */
  private static final double RECOVERY_MICROS = 80_000;

  private final long[] impacts;
  private final double[] x;
  private final double[] y;

  private Bounces(long[] impacts, double[] x, double[] y) {
    this.impacts = impacts;
    this.x = x;
    this.y = y;
  }

  /**
   * An object at one moment.
   *
   * @param x place of its middle
   * @param y place of its middle
   * @param squash extent along the latest blow over the usual one, below 1 just after it
   * @param normalX direction of the latest blow, a unit vector
   * @param normalY direction of the latest blow
   */
  record Pose(double x, double y, double squash, double normalX, double normalY) {}

  /**
   * Draws a path through {@code anchors} ({x, y} each) with turns at {@code impacts}. Each next
   * anchor is one that is reached at a moderate speed.
   */
  static Bounces draw(RandomGenerator random, long[] impacts, double[][] anchors) {
    checkArgument(anchors.length >= 2, "a path needs two anchors, got %s", anchors.length);
    double[] x = new double[impacts.length];
    double[] y = new double[impacts.length];
    int at = random.nextInt(anchors.length);
    for (int i = 0; i < impacts.length; i++) {
      if (i > 0) {
        at = next(random, anchors, at, impacts[i] - impacts[i - 1]);
      }
      x[i] = anchors[at][0];
      y[i] = anchors[at][1];
    }
    return new Bounces(impacts.clone(), x, y);
  }

  private static int next(RandomGenerator random, double[][] anchors, int from, long micros) {
    int best = -1;
    double bestPenalty = Double.POSITIVE_INFINITY;
    for (int to = 0; to < anchors.length; to++) {
      double dx = anchors[to][0] - anchors[from][0];
      double dy = anchors[to][1] - anchors[from][1];
      double speed = Math.sqrt(dx * dx + dy * dy) * 1e6 / micros;
      double outside = Math.max(0, Math.max(SLOWEST - speed, speed - FASTEST));
      // All speeds inside the range are as good as each other: the draw decides.
      double penalty = outside > 0 ? 1 + outside : random.nextDouble();
      if (to != from && penalty < bestPenalty) {
        bestPenalty = penalty;
        best = to;
      }
    }
    return best;
  }

  /** Returns where the object is and how it is squashed at {@code micros}. */
  Pose at(double micros) {
    int before = Arrays.binarySearch(impacts, (long) Math.floor(micros));
    before = before >= 0 ? before : -before - 2;
    checkArgument(
        before >= 1 && before < impacts.length - 1, "no path is known at %s microseconds", micros);
    double[] in = velocity(before - 1);
    double[] out = velocity(before);
    double since = micros - impacts[before];
    double normalX = out[0] - in[0];
    double normalY = out[1] - in[1];
    double length = Math.sqrt(normalX * normalX + normalY * normalY);
    return new Pose(
        x[before] + out[0] * since,
        y[before] + out[1] * since,
        1 - SQUASH * Math.exp(-since / RECOVERY_MICROS),
        normalX / length,
        normalY / length);
  }

  /** Returns the velocity from impact {@code index} to the next, in sides per microsecond. */
  private double[] velocity(int index) {
    double micros = impacts[index + 1] - impacts[index];
    return new double[] {(x[index + 1] - x[index]) / micros, (y[index + 1] - y[index]) / micros};
  }

  /** Returns the moments of impact in microseconds, ascending. */
  long[] impacts() {
    return impacts.clone();
  }

  /** Returns the place of impact {@code index} as {x, y}. */
  double[] place(int index) {
    return new double[] {x[index], y[index]};
  }
}

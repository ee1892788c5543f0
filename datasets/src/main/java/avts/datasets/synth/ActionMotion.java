package avts.datasets.synth;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Where the body of an action video is when: a function of time alone.
 *
 * @param kind how it moves
 * @param cycles beginnings of its cycles in microseconds, ascending, from before the video's start
 *     to after its end
 * @param circle the circle it is on
 * @param place angle on the circle at which cycles begin, in radians
 * @param diameter its extent over the picture's smaller side, where it does not change
 * @param turn its own turn, in radians, at which cycles begin
 */
// An array component: drawn once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record ActionMotion(
    ActionKind kind, long[] cycles, Circle circle, double place, double diameter, double turn) {
  private static final IntervalLaw PACE = new IntervalLaw(600_000, 1_000_000);
  private static final double SMALLEST = 0.16;
  private static final double LARGEST = 0.34;

  /** Half the arc of a stroke: the whole stroke is half a circle. */
  private static final double ARC = Math.PI / 2;

  /**
   * A circle in units of the picture's smaller side, from the picture's middle; y points down.
   *
   * @param x column of the middle
   * @param y row of the middle
   * @param radius radius
   */
  record Circle(double x, double y, double radius) {}

  /**
   * The body at one moment.
   *
   * @param x column of its middle in sides from the picture's middle
   * @param y row of its middle, down
   * @param diameter extent in sides
   * @param turn clockwise turn as seen, in radians
   */
  record Pose(double x, double y, double diameter, double turn) {}

  /** Draws a motion that lasts to {@code micros} at least. */
  static ActionMotion draw(ActionKind kind, long micros, RandomGenerator random) {
    return new ActionMotion(
        kind,
        PACE.draw(random, micros),
        new Circle(
            random.nextDouble(-0.14, 0.14),
            random.nextDouble(-0.14, 0.14),
            random.nextDouble(0.12, 0.18)),
        random.nextDouble(0, 2 * Math.PI),
        random.nextDouble(SMALLEST, LARGEST),
        random.nextDouble(0, 2 * Math.PI));
  }

  /** Returns where the body is at {@code micros}, which must lie between the drawn cycles. */
  Pose at(double micros) {
    int cycle = cycleAt(micros);
    double phase = (micros - cycles[cycle]) / (cycles[cycle + 1] - cycles[cycle]);
    double angle = place;
    double size = diameter;
    double own = turn;
    switch (kind) {
      case ORBIT_CLOCKWISE -> angle += 2 * Math.PI * phase;
      case ORBIT_ANTICLOCKWISE -> angle -= 2 * Math.PI * phase;
      case STROKE_SPEEDING_UP -> angle += stroke(cycle, phase * phase);
      case STROKE_SLOWING_DOWN -> angle += stroke(cycle, 1 - (1 - phase) * (1 - phase));
      case GROW -> size = SMALLEST + (LARGEST - SMALLEST) * phase;
      case SHRINK -> size = LARGEST - (LARGEST - SMALLEST) * phase;
      case SPIN_CLOCKWISE -> own += 2 * Math.PI * phase;
      case SPIN_ANTICLOCKWISE -> own -= 2 * Math.PI * phase;
    }
    return new Pose(
        circle.x + circle.radius * Math.cos(angle),
        circle.y + circle.radius * Math.sin(angle),
        size,
        own);
  }

  /** Strokes go there and back in turn. */
  private static double stroke(int cycle, double share) {
    return (cycle % 2 == 0 ? 1 : -1) * ARC * (2 * share - 1);
  }

  private int cycleAt(double micros) {
    int found = Arrays.binarySearch(cycles, (long) Math.floor(micros));
    int cycle = found >= 0 ? found : -found - 2;
    Preconditions.checkArgument(
        cycle >= 0 && cycle + 1 < cycles.length, "no motion was drawn for %s us", micros);
    return cycle;
  }
}

package avts.datasets.synth;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import java.util.List;

/**
 * What an object is: its outline, and how it rings when struck.
 *
 * <p>Outlines are signed distances in units of the object's radius, negative inside; all have about
 * the same extent. The ratios of the partials are those of the body named beside each.
 */
public enum ObjectKind {
  /** A drum head: partials of the circular membrane. */
  DISC(70, new double[] {1, 1.594, 2.136, 2.296, 2.653}, new double[] {1, 0.7, 0.5, 0.35, 0.3}) {
    @Override
    double distance(double x, double y) {
      return Math.hypot(x, y) - 0.95;
    }
  },
  /** A bell: partials of a ring bending in its plane, ringing long. */
  RING(130, new double[] {1, 2.828, 5.424, 8.771}, new double[] {0.8, 1, 0.6, 0.4}) {
    @Override
    double distance(double x, double y) {
      return Math.abs(Math.hypot(x, y) - 0.68) - 0.32;
    }
  },
  /** A wooden bar: partials of a free bar, dying soon. */
  SQUARE(38, new double[] {1, 2.756, 5.404, 8.933}, new double[] {1, 0.35, 0.2, 0.1}) {
    @Override
    double distance(double x, double y) {
      return box(x, y, 0.8, 0.8);
    }
  },
  /** A plucked string: whole-numbered partials. */
  TRIANGLE(95, new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 0.8, 0.65, 0.5, 0.4, 0.3}) {
    @Override
    double distance(double x, double y) {
      double side = Math.abs(x) * 0.866025403784 + y * 0.5;
      return Math.max(side, -y) - 0.55;
    }
  },
  /** A clamped reed: partials of a bar held at one end, the high ones strong. */
  CROSS(55, new double[] {1, 6.267, 3.5, 9.1}, new double[] {0.7, 1, 0.4, 0.5}) {
    @Override
    double distance(double x, double y) {
      return Math.min(box(x, y, 1, 0.4), box(x, y, 0.4, 1));
    }
  };

  private final ImmutableList<Partial> partials;

  ObjectKind(double decayMillis, double[] ratios, double[] levels) {
    Partial[] all = new Partial[ratios.length];
    for (int i = 0; i < all.length; i++) {
      // Higher partials die sooner, as in every real body.
      all[i] =
          new Partial(ratios[i], levels[i], Math.rint(100 * decayMillis / (1 + 0.2 * i)) / 100);
    }
    partials = ImmutableList.copyOf(all);
  }

  /**
   * One mode of vibration.
   *
   * @param ratio frequency over the fundamental's, positive
   * @param level amplitude at the blow, relative to the other partials
   * @param decayMillis time in milliseconds in which the amplitude falls to 1/e
   */
  @Immutable
  public record Partial(double ratio, double level, double decayMillis) {}

  /** Returns the modes of vibration, the fundamental first. */
  public List<Partial> partials() {
    return partials;
  }

  /** Returns the signed distance of (x, y) from the outline, in radii; y points down. */
  abstract double distance(double x, double y);

  private static double box(double x, double y, double halfWidth, double halfHeight) {
    return Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);
  }
}

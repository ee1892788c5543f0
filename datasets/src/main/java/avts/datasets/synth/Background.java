package avts.datasets.synth;

import java.util.List;
import java.util.Locale;

/**
 * A still, textured background: one family of textures with its parameters.
 *
 * <p>All families have the same mean brightness and the same contrast; only the pattern differs.
 *
 * @param family the pattern
 * @param hueDegrees tint, 0 to 360
 * @param scale size of the pattern's elements over the picture's smaller side
 * @param angleDegrees direction of the pattern
 * @param phase where the pattern begins, 0 to 1; also the seed of irregular patterns
 */
record Background(
    Family family, double hueDegrees, double scale, double angleDegrees, double phase) {
  private static final double MEAN = 95;
  private static final double CONTRAST = 26;

  /** A kind of pattern. */
  enum Family {
    /** Waves in one direction. */
    STRIPES,
    /** A chequered board with soft edges. */
    CHECKS,
    /** Irregular clouds. */
    CLOUDS,
    /** Dots on a grid; held out. */
    DOTS,
    /** Rings around a point; held out. */
    RIPPLES,
    /** Irregular facets; held out. */
    FACETS;

    /** Returns the families of ordinary or of held-out videos; the two share none. */
    static List<Family> of(boolean heldOut) {
      return heldOut ? List.of(DOTS, RIPPLES, FACETS) : List.of(STRIPES, CHECKS, CLOUDS);
    }
  }

  /** Returns a name for the truth file. */
  String id() {
    return String.format(
        Locale.ROOT,
        "%s-%03d-%03d",
        family.name().toLowerCase(Locale.ROOT),
        Math.round(hueDegrees),
        Math.round(100 * scale));
  }

  /** Paints the background as {@code height x width x 3} values of 0 to 255. */
  float[] paint(int width, int height) {
    float[] rgb = new float[width * height * 3];
    double side = Math.min(width, height);
    double cos = Math.cos(Math.toRadians(angleDegrees));
    double sin = Math.sin(Math.toRadians(angleDegrees));
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double x = (column + 0.5 - width / 2.0) / side;
        double y = (row + 0.5 - height / 2.0) / side;
        double u = (x * cos + y * sin) / scale + phase;
        double v = (y * cos - x * sin) / scale + phase;
        double value = Math.max(-1, Math.min(1, pattern(u, v)));
        int at = (row * width + column) * 3;
        for (int channel = 0; channel < 3; channel++) {
          double tint = Math.cos(Math.toRadians(hueDegrees + 120 * channel));
          rgb[at + channel] = (float) (MEAN + 18 * tint + CONTRAST * value * (1 - 0.3 * tint));
        }
      }
    }
    return rgb;
  }

  /** Returns the pattern's value at (u, v), about -1 to 1. */
  double pattern(double u, double v) {
    return switch (family) {
      case STRIPES -> wave(u) + 0.2 * wave(3.3 * v);
      case CHECKS -> 2.5 * wave(0.5 * u) * wave(0.5 * v);
      case CLOUDS -> 1.4 * (noise(u, v) + 0.5 * noise(2 * u + 7, 2 * v));
      case DOTS -> {
        double dx = u - Math.floor(u) - 0.5;
        double dy = v - Math.floor(v) - 0.5;
        yield 6 * (0.32 - Math.hypot(dx, dy));
      }
      case RIPPLES -> wave(0.8 * Math.hypot(u + 2 * phase, v - 1));
      case FACETS -> facet(u, v);
    };
  }

  private static double wave(double turns) {
    return Math.sin(2 * Math.PI * turns);
  }

  /** Returns smooth value noise of about -0.7 to 0.7. */
  private double noise(double u, double v) {
    double column = Math.floor(u);
    double row = Math.floor(v);
    double fx = smooth(u - column);
    double fy = smooth(v - row);
    double top = lattice(column, row) * (1 - fx) + lattice(column + 1, row) * fx;
    double bottom = lattice(column, row + 1) * (1 - fx) + lattice(column + 1, row + 1) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  /** Returns a fixed random value of -1 to 1 for a point of the lattice. */
  private double lattice(double column, double row) {
    long seed = Math.round(phase * 1e6);
    long bits = Math.round(column) * 0x9E3779B97F4A7C15L + Math.round(row) * 0xC2B2AE3D27D4EB4FL;
    bits ^= seed * 0xFF51AFD7ED558CCDL;
    bits = (bits ^ (bits >>> 31)) * 0xD6E8FEB86659FD93L;
    bits ^= bits >>> 32;
    return (bits >> 11) * 0x1.0p-52;
  }

  /** Returns the value of the nearest of one random point per cell of the lattice. */
  private double facet(double u, double v) {
    double column = Math.floor(u);
    double row = Math.floor(v);
    double nearest = Double.POSITIVE_INFINITY;
    double value = 0;
    for (int dc = -1; dc <= 1; dc++) {
      for (int dr = -1; dr <= 1; dr++) {
        double px = column + dc + 0.5 + 0.45 * lattice(column + dc, row + dr);
        double py = row + dr + 0.5 + 0.45 * lattice(row + dr + 31, column + dc);
        double distance = Math.hypot(u - px, v - py);
        if (distance < nearest) {
          nearest = distance;
          value = lattice(column + dc + 101, row + dr + 57);
        }
      }
    }
    return value;
  }
}

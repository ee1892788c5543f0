package avts.datasets.synth;

/**
 * Paints a texture: a patch of stripes and clouds over a still background. Belongs to one thread;
 * moments must be painted in ascending order, because angles add up.
 */
final class TexturePainter {
  /** Turns of the pattern for each period of the tremor. */
  private static final double TURNS = 0.05;

  private static final int LOBES = 6;
  private static final double LOBE_HEIGHT = 0.25;
  private static final double DARK = 0.18;

  private final TexturesVideo video;
  private final int width;
  private final int height;
  private final double side;
  private final float[] still;
  private final float[] canvas;
  private final Background stripes;
  private final Background clouds;
  private double seconds;
  private double turns;
  private double slid;

  TexturePainter(TexturesVideo video) {
    this.video = video;
    width = video.pictures().width();
    height = video.pictures().height();
    side = Math.min(width, height);
    still = video.look().background().paint(width, height);
    canvas = new float[still.length];
    double phase = video.look().phase();
    // Only the patterns are used, in units of their elements; scale and angle are the texture's.
    stripes = new Background(Background.Family.STRIPES, 0, 1, 0, phase);
    clouds = new Background(Background.Family.CLOUDS, 0, 1, 0, phase);
  }

  /**
   * Paints the picture of a moment.
   *
   * @return {@code height x width x 3} bytes, the caller's own
   */
  byte[] paint(double t) {
    Texture texture = video.at(t);
    turns += (t - seconds) * texture.tremorHertz() * TURNS;
    slid += (t - seconds) * (2 * texture.bend() - 1) * 2;
    double trembling = 0.5 + 0.5 * Math.sin(2 * Math.PI * turns / TURNS);
    double brightness =
        DARK
            + (1 - DARK)
                * video.events().amplitude(texture, t)
                * (1 - texture.depth() * trembling * trembling);
    seconds = t;
    double wander = 2 * Math.PI * (video.look().phase() + video.look().wander() * t);
    Patch patch =
        new Patch(
            brightness,
            0.12 * Math.cos(wander),
            0.08 * Math.sin(2 * wander),
            Math.cos(2 * Math.PI * turns),
            Math.sin(2 * Math.PI * turns));
    System.arraycopy(still, 0, canvas, 0, still.length);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double x = (column + 0.5 - width / 2.0) / side - patch.x;
        double y = (row + 0.5 - height / 2.0) / side - patch.y;
        paint(texture, patch, x, y, (row * width + column) * 3);
      }
    }
    byte[] rgb = new byte[canvas.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(canvas[i])));
    }
    return rgb;
  }

  /** Brightness, place and direction of the patch. */
  private record Patch(double brightness, double x, double y, double cos, double sin) {}

  private void paint(Texture texture, Patch patch, double x, double y, int at) {
    double lobes =
        1 + LOBE_HEIGHT * texture.depth() * Math.cos(LOBES * (Math.atan2(y, x) + 4 * turns));
    double inside = 0.5 + (texture.radius() * lobes - Math.hypot(x, y)) * side;
    if (inside <= 0) {
      return;
    }
    double cover = Math.min(1, inside);
    double u = (x * patch.cos + y * patch.sin) / texture.scale() + slid;
    double v = (y * patch.cos - x * patch.sin) / texture.scale();
    double h = texture.harmonicity();
    double pattern = h * stripes.pattern(u, v) + (1 - h) * clouds.pattern(u, v);
    double steep = texture.steepness();
    double value = Math.tanh(steep * pattern) / Math.tanh(steep);
    for (int channel = 0; channel < 3; channel++) {
      double tint = Math.cos(Math.toRadians(texture.hueDegrees() + 120 * channel));
      double colour = patch.brightness * (135 + 75 * Math.max(-1, Math.min(1, value)) + 40 * tint);
      canvas[at + channel] += (float) (cover * (colour - canvas[at + channel]));
    }
  }
}

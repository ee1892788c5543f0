package avts.datasets.synth;

import avts.datasets.synth.ActionMotion.Pose;

/**
 * Paints the pictures of an action video: a body with a white rim before a still background.
 * Belongs to one thread.
 */
final class ActionPainter {
  private static final double RIM = 0.12;
  private static final double WHITE = 250;

  private final ActionLook look;
  private final int width;
  private final int height;
  private final double side;
  private final float[] still;

  ActionPainter(ActionLook look, int width, int height) {
    this.look = look;
    this.width = width;
    this.height = height;
    side = Math.min(width, height);
    still = look.background().paint(width, height);
  }

  /** Returns the picture with the body at {@code pose}: {@code height x width x 3} bytes. */
  byte[] paint(Pose pose) {
    float[] canvas = still.clone();
    double radius = pose.diameter() / 2;
    double cos = Math.cos(pose.turn());
    double sin = Math.sin(pose.turn());
    double[] fill = look.body().colour();
    for (int row = 0; row < height; row++) {
      double dy = (row + 0.5 - height / 2.0) / side - pose.y();
      for (int column = 0; column < width; column++) {
        double dx = (column + 0.5 - width / 2.0) / side - pose.x();
        if (Math.hypot(dx, dy) > 1.5 * radius) {
          continue;
        }
        // Signed distance from the outline in pixels; half a pixel either way is blended.
        double outline =
            look.body()
                .kind()
                .distance((dx * cos + dy * sin) / radius, (dy * cos - dx * sin) / radius);
        int at = (row * width + column) * 3;
        double rim = cover(-outline * radius * side);
        double inner = cover(-(outline + RIM) * radius * side);
        for (int channel = 0; channel < 3; channel++) {
          double value = canvas[at + channel] + rim * (WHITE - canvas[at + channel]);
          canvas[at + channel] = (float) (value + inner * (fill[channel] - value));
        }
      }
    }
    byte[] rgb = new byte[canvas.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(canvas[i])));
    }
    return rgb;
  }

  private static double cover(double depthPixels) {
    return Math.max(0, Math.min(1, depthPixels + 0.5));
  }
}

package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What is seen: a background, the posts against which the sounding object bounces, and objects.
 *
 * <p>A scene is a function of time alone: it may be painted at any moment and in any size. Safe for
 * use by several threads.
 *
 * @param background behind everything
 * @param posts places of the posts in units of the smaller side from the middle, {x, y} each
 * @param objects from back to front; the last one is the one that sounds
 */
record Scene(Background background, List<double[]> posts, List<Mover> objects) {
  /** Radius of a post over the picture's smaller side. */
  static final double POST_RADIUS = 0.028;

  /** Width of every object's rim over the picture's smaller side. */
  private static final double RIM = 0.03;

  private static final double WHITE = 250;
  private static final double DARK = 14;

  /** Copies the lists. */
  Scene {
    checkArgument(!objects.isEmpty(), "a scene needs at least the object that sounds");
    posts = List.copyOf(posts);
    objects = List.copyOf(objects);
  }

  /**
   * An object and its path.
   *
   * @param look kind, size and colour
   * @param path where it is when
   */
  record Mover(ObjectLook look, Bounces path) {}

  /** Returns the object that sounds. */
  Mover sounding() {
    return objects.get(objects.size() - 1);
  }

  /** Returns a painter of pictures of one size. */
  Painter painter(int width, int height) {
    return new Painter(this, width, height);
  }

  /** Paints pictures of one size; belongs to one thread. */
  static final class Painter {
    private final Scene scene;
    private final int width;
    private final int height;
    private final double side;
    private final float[] still;
    private final float[] canvas;

    private Painter(Scene scene, int width, int height) {
      checkArgument(
          width > 0 && height > 0, "picture must have a size, got %s x %s", width, height);
      this.scene = scene;
      this.width = width;
      this.height = height;
      this.side = Math.min(width, height);
      this.still = scene.background.paint(width, height);
      this.canvas = new float[still.length];
      for (double[] post : scene.posts) {
        paintPost(post);
      }
    }

    /**
     * Paints the picture of {@code micros}.
     *
     * @return {@code height x width x 3} bytes, the caller's own
     */
    byte[] paint(double micros) {
      System.arraycopy(still, 0, canvas, 0, still.length);
      for (int i = 0; i < scene.objects.size(); i++) {
        Mover mover = scene.objects.get(i);
        boolean sounds = i == scene.objects.size() - 1;
        paintObject(mover.look(), mover.path().at(micros), sounds ? WHITE : DARK);
      }
      byte[] rgb = new byte[canvas.length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(canvas[i])));
      }
      return rgb;
    }

    private void paintPost(double[] post) {
      Box box = box(post[0], post[1], POST_RADIUS);
      for (int row = box.top; row < box.bottom; row++) {
        for (int column = box.left; column < box.right; column++) {
          double distance = Math.hypot(x(column) - post[0], y(row) - post[1]) - POST_RADIUS;
          double[] gray = {DARK, DARK, DARK};
          blend(still, row, column, gray, 0.5 - distance * side);
        }
      }
    }

    private void paintObject(ObjectLook look, Bounces.Pose pose, double rim) {
      double radius = look.diameter() / 2;
      double along = pose.squash();
      double across = 1 / Math.sqrt(along);
      // The side that touches stays where it is; the rest of the body gives way towards it.
      double middleX = pose.x() - pose.normalX() * radius * (1 - along);
      double middleY = pose.y() - pose.normalY() * radius * (1 - along);
      double cos = Math.cos(Math.toRadians(look.angleDegrees()));
      double sin = Math.sin(Math.toRadians(look.angleDegrees()));
      double[] fill = look.colour();
      double[] edge = {rim, rim, rim};
      Box box = box(middleX, middleY, radius * across * 1.15);
      for (int row = box.top; row < box.bottom; row++) {
        for (int column = box.left; column < box.right; column++) {
          double dx = x(column) - middleX;
          double dy = y(row) - middleY;
          double n = (dx * pose.normalX() + dy * pose.normalY()) / along;
          double t = (dy * pose.normalX() - dx * pose.normalY()) / across;
          // Back from the blow's axes to the picture's, then to the body's own.
          double bodyX = n * pose.normalX() - t * pose.normalY();
          double bodyY = n * pose.normalY() + t * pose.normalX();
          double distance =
              radius
                  * look.kind()
                      .distance(
                          (bodyX * cos + bodyY * sin) / radius,
                          (bodyY * cos - bodyX * sin) / radius);
          blend(canvas, row, column, edge, 0.5 - distance * side);
          blend(canvas, row, column, fill, 0.5 - (distance + RIM) * side);
        }
      }
    }

    private void blend(float[] picture, int row, int column, double[] colour, double cover) {
      double share = Math.max(0, Math.min(1, cover));
      int at = (row * width + column) * 3;
      for (int channel = 0; channel < 3; channel++) {
        picture[at + channel] += (float) (share * (colour[channel] - picture[at + channel]));
      }
    }

    private double x(int column) {
      return (column + 0.5 - width / 2.0) / side;
    }

    private double y(int row) {
      return (row + 0.5 - height / 2.0) / side;
    }

    private Box box(double x, double y, double radius) {
      return new Box(
          clamp(Math.floor((x - radius) * side + width / 2.0) - 1, width),
          clamp(Math.ceil((x + radius) * side + width / 2.0) + 1, width),
          clamp(Math.floor((y - radius) * side + height / 2.0) - 1, height),
          clamp(Math.ceil((y + radius) * side + height / 2.0) + 1, height));
    }

    private static int clamp(double value, int limit) {
      return (int) Math.max(0, Math.min(limit, value));
    }

    /** A rectangle of pixels: first and one past the last. */
    private record Box(int left, int right, int top, int bottom) {}
  }
}

package avts.datasets.synth;

import avts.datasets.synth.Articulation.Lips;
import avts.datasets.synth.Speaker.Colours;
import avts.datasets.synth.Speaker.Mouth;
import java.util.random.RandomGenerator;

/**
 * Paints the lower half of a face, the mouth in its middle. Belongs to one thread; frames must be
 * painted in ascending order, because the camera's noise is drawn one frame after the other.
 */
final class MouthPainter {
  /** Half the width of the head and its height, in units of the picture's smaller side. */
  private static final double HEAD_WIDTH = 0.72;

  private static final double HEAD_HEIGHT = 0.95;

  /** How far the head sways, in the same units. */
  private static final double SWAY = 0.015;

  /** Share of the opening by which the lower lip moves; the upper one moves by the rest. */
  private static final double JAW = 0.72;

  /** Half the height of the dark line between lips that are together. */
  private static final double SEAM = 0.008;

  private static final double[] SKIN = {225, 180, 155};
  private static final double[] PALE_LIPS = {200, 135, 120};
  private static final double[] RED_LIPS = {190, 75, 80};
  private static final double[] CAVITY = {32, 14, 16};
  private static final double[] TEETH = {232, 228, 215};
  private static final double[] TONGUE = {178, 88, 92};

  private final LetterTake take;
  private final RandomGenerator random;
  private final int width;
  private final int height;
  private final double side;
  private final float[] still;
  private final double[] skin;
  private final double[] lips;

  MouthPainter(LetterTake take, RandomGenerator random) {
    this.take = take;
    this.random = random;
    width = take.config().width();
    height = take.config().height();
    side = Math.min(width, height);
    Colours colours = take.speaker().colours();
    still = colours.background().paint(width, height);
    skin = shaded(SKIN, colours.brightness());
    lips = shaded(mix(PALE_LIPS, RED_LIPS, colours.redness()), 0.3 + 0.7 * colours.brightness());
  }

  /** Places in the picture at one moment, in units of its smaller side. */
  private record Shape(
      double x,
      double y,
      double cos,
      double sin,
      double halfWidth,
      double top,
      double bottom,
      double upperLip,
      double lowerLip,
      Lips lips) {}

  /**
   * Paints a frame.
   *
   * @return {@code height x width x 3} bytes, the caller's own
   */
  byte[] paint(int frame) {
    Shape shape = shape(take.microsOf(frame));
    float[] canvas = still.clone();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double dx = (column + 0.5 - width / 2.0) / side - shape.x;
        double dy = (row + 0.5 - height / 2.0) / side - shape.y;
        paint(
            shape,
            dx * shape.cos + dy * shape.sin,
            dy * shape.cos - dx * shape.sin,
            canvas,
            (row * width + column) * 3);
      }
    }
    byte[] rgb = new byte[canvas.length];
    for (int i = 0; i < rgb.length; i += 3) {
      double grain = take.manner().grain() * random.nextGaussian();
      for (int channel = 0; channel < 3; channel++) {
        rgb[i + channel] =
            (byte) Math.max(0, Math.min(255, Math.round(canvas[i + channel] + grain)));
      }
    }
    return rgb;
  }

  private Shape shape(double micros) {
    Lips now = take.lips(micros);
    Mouth mouth = take.speaker().mouth();
    LetterTake.Manner manner = take.manner();
    double sway = 2 * Math.PI * (manner.sway() + manner.swaysPerSecond() * micros * 1e-6);
    double turn = manner.tilt() + 0.03 * Math.sin(sway);
    double gap = 2 * mouth.halfOpening() * now.opening();
    // Rounded lips are pushed forward: narrower and thicker.
    double thickness = 1.25 - 0.4 * now.spread();
    return new Shape(
        mouth.x() + SWAY * Math.cos(sway),
        mouth.y() + SWAY * Math.sin(1.3 * sway),
        Math.cos(turn),
        Math.sin(turn),
        mouth.halfWidth() * (0.62 + 0.5 * now.spread()) * (1 - 0.08 * now.opening()),
        -(1 - JAW) * gap - SEAM,
        JAW * gap + SEAM,
        mouth.upperLip() * thickness,
        mouth.lowerLip() * thickness,
        now);
  }

  private void paint(Shape shape, double x, double y, float[] canvas, int at) {
    double head = Math.hypot(x / HEAD_WIDTH, (y + 0.3) / HEAD_HEIGHT);
    double light = 1 + 0.12 * take.speaker().colours().light() * x - 0.1 * head * head;
    blend(canvas, at, skin, light, cover((1 - head) * HEAD_WIDTH));
    double outer =
        depth(
            x,
            y,
            shape.halfWidth * 1.12,
            shape.top - shape.upperLip,
            shape.bottom + shape.lowerLip);
    blend(canvas, at, lips, light, cover(outer));
    double inner = depth(x, y, shape.halfWidth * 0.9, shape.top, shape.bottom);
    double gap = cover(inner);
    if (gap == 0) {
      return;
    }
    blend(canvas, at, CAVITY, 1, gap);
    double tongueTop = shape.bottom - 0.1 * shape.lips.tongue();
    blend(canvas, at, TONGUE, light, gap * cover(y - tongueTop) * shape.lips.tongue());
    double teethBottom = shape.top + 0.055 * shape.lips.teeth();
    double middle = cover(0.75 * shape.halfWidth - Math.abs(x));
    blend(canvas, at, TEETH, light, gap * middle * cover(teethBottom - y) * shape.lips.teeth());
  }

  /**
   * Returns about how deep a point lies inside a shape like an eye, in units of the smaller side;
   * below 0 outside.
   */
  private static double depth(double x, double y, double halfWidth, double top, double bottom) {
    double along = Math.min(1, Math.abs(x) / halfWidth);
    double arch = 1 - along * along;
    double inside = y < 0 ? y - top * arch : bottom * arch - y;
    return Math.min(inside, halfWidth - Math.abs(x));
  }

  /** The share of a pixel that is covered; half a pixel either way is blended. */
  private double cover(double depth) {
    return Math.max(0, Math.min(1, depth * side + 0.5));
  }

  private static void blend(float[] canvas, int at, double[] colour, double light, double share) {
    for (int channel = 0; channel < 3; channel++) {
      canvas[at + channel] += (float) (share * (light * colour[channel] - canvas[at + channel]));
    }
  }

  private static double[] shaded(double[] colour, double brightness) {
    return new double[] {
      colour[0] * (0.45 + 0.55 * brightness),
      colour[1] * (0.4 + 0.6 * brightness),
      colour[2] * (0.38 + 0.62 * brightness)
    };
  }

  private static double[] mix(double[] from, double[] to, double share) {
    double[] mixed = new double[from.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = from[i] + share * (to[i] - from[i]);
    }
    return mixed;
  }
}

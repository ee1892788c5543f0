package avts.datasets.synth;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the videos of one group share.
 *
 * @param background behind the body
 * @param body outline and colour of the body; its size is the motion's
 * @param pitchHz pitch of its tone at the middle of the picture and at medium size
 * @param overtones levels of the tone's whole-numbered partials, the fundamental first
 */
record ActionLook(Background background, ObjectLook body, double pitchHz, List<Double> overtones) {

  /** Outlines whose turn is seen. */
  private static final List<ObjectKind> OUTLINES =
      List.of(ObjectKind.TRIANGLE, ObjectKind.SQUARE, ObjectKind.CROSS);

  ActionLook {
    overtones = List.copyOf(overtones);
  }

  static ActionLook draw(RandomGenerator random) {
    Palette palette = new Palette(false);
    return new ActionLook(
        palette.background(random),
        palette.object(random, OUTLINES.get(random.nextInt(OUTLINES.size()))),
        random.nextDouble(350, 600),
        List.of(1.0, random.nextDouble(0.1, 0.7), random.nextDouble(0.1, 0.5)));
  }

  /** Returns into how many equal turns the body's outline divides a whole one. */
  int symmetry() {
    return body.kind() == ObjectKind.TRIANGLE ? 3 : 4;
  }
}

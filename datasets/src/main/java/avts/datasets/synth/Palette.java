package avts.datasets.synth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws objects and backgrounds from the parameters of ordinary or of held-out videos.
 *
 * <p>Hue and size fall into bins that belong to the two in turn, so held-out videos show unseen
 * values inside the known range; background families are disjoint.
 *
 * @param heldOut whether the held-out parameters are drawn
 */
record Palette(boolean heldOut) {
  private static final int HUE_BINS = 12;
  private static final double SMALLEST = 0.18;
  private static final double LARGEST = 0.28;
  private static final double SMALLEST_DISTRACTOR = 0.28;
  private static final double LARGEST_DISTRACTOR = 0.38;
  private static final int SIZE_BINS = 10;

  /** Returns an object of {@code kind} that may sound. */
  ObjectLook object(RandomGenerator random, ObjectKind kind) {
    return look(random, kind, SMALLEST + (LARGEST - SMALLEST) * binned(random, SIZE_BINS));
  }

  /**
   * Returns a silent object of {@code kind}. They are larger, so that the motion of the picture as
   * a whole tells little of the object that sounds.
   */
  ObjectLook distractor(RandomGenerator random, ObjectKind kind) {
    return look(random, kind, random.nextDouble(SMALLEST_DISTRACTOR, LARGEST_DISTRACTOR));
  }

  private ObjectLook look(RandomGenerator random, ObjectKind kind, double diameter) {
    return new ObjectLook(
        kind,
        rounded(diameter),
        rounded(360 * binned(random, HUE_BINS)),
        rounded(random.nextDouble(0.45, 0.75)),
        rounded(random.nextDouble(0, 360)));
  }

  /** Returns an object of any kind but {@code kind}. */
  ObjectLook otherObject(RandomGenerator random, ObjectKind kind) {
    return object(random, otherKinds(random, kind).get(0));
  }

  /** Returns all kinds but {@code kind} in random order. */
  static List<ObjectKind> otherKinds(RandomGenerator random, ObjectKind kind) {
    List<ObjectKind> others = new ArrayList<>(List.of(ObjectKind.values()));
    others.remove(kind);
    for (int i = others.size() - 1; i > 0; i--) {
      Collections.swap(others, i, random.nextInt(i + 1));
    }
    return others;
  }

  /** Returns a background. */
  Background background(RandomGenerator random) {
    List<Background.Family> families = Background.Family.of(heldOut);
    return new Background(
        families.get(random.nextInt(families.size())),
        rounded(360 * binned(random, HUE_BINS)),
        rounded(random.nextDouble(0.12, 0.4)),
        rounded(random.nextDouble(0, 360)),
        rounded(random.nextDouble()));
  }

  /** Draws from 0..1, out of every second of {@code bins} bins: even ones, or odd if held out. */
  private double binned(RandomGenerator random, int bins) {
    int bin = 2 * random.nextInt(bins / 2) + (heldOut ? 1 : 0);
    // A margin on either side, so that rounding never moves a value across.
    return (bin + random.nextDouble(0.05, 0.95)) / bins;
  }

  /** Rounds to four decimals, so that the truth file holds exactly what was painted. */
  static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}

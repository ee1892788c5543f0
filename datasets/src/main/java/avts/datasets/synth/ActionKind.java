package avts.datasets.synth;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * How the body of an action video moves, over and over, each time at another pace.
 *
 * <p>The kinds come in twos, each the other run backwards, so that no set of frames without their
 * order tells the two apart. Place on the circle, size and turn of the body have the same
 * distribution in a single frame of every kind: what moves in one is drawn once in the others.
 */
public enum ActionKind {
  /** The body goes round a circle, clockwise as seen. */
  ORBIT_CLOCKWISE,
  /** The body goes round a circle, anticlockwise as seen. */
  ORBIT_ANTICLOCKWISE,
  /** The body swings to and fro on half a circle, each stroke from rest to its fastest. */
  STROKE_SPEEDING_UP,
  /** The body swings to and fro on half a circle, each stroke from its fastest to rest. */
  STROKE_SLOWING_DOWN,
  /** The body grows steadily and is small again at a stroke. */
  GROW,
  /** The body shrinks steadily and is large again at a stroke. */
  SHRINK,
  /** The body turns where it is, clockwise as seen. */
  SPIN_CLOCKWISE,
  /** The body turns where it is, anticlockwise as seen. */
  SPIN_ANTICLOCKWISE;

  /** All kinds, in the order of their numbers. */
  static final ImmutableList<ActionKind> ALL = ImmutableList.copyOf(values());

  /** Returns the name of the class, as data sets of actions spell it: {@code OrbitClockwise}. */
  public String className() {
    StringBuilder name = new StringBuilder();
    for (String word : name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  /** Returns the number of the class, from 1. */
  int number() {
    return ALL.indexOf(this) + 1;
  }

  /** Returns whether the kind begins each cycle with a jump or a turn, which is heard as a tick. */
  boolean ticks() {
    return switch (this) {
      case STROKE_SPEEDING_UP, STROKE_SLOWING_DOWN, GROW, SHRINK -> true;
      case ORBIT_CLOCKWISE, ORBIT_ANTICLOCKWISE, SPIN_CLOCKWISE, SPIN_ANTICLOCKWISE -> false;
    };
  }
}

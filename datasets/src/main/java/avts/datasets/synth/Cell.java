package avts.datasets.synth;

/**
 * One combination of what is heard and when, beside the same pictures.
 *
 * <p>The three re-rendered ones show what a network listens to: position in the file and traces of
 * the encoder are the same in all four.
 */
public enum Cell {
  /** The sound that belongs to the pictures: the ordinary file. */
  SAME_SAME(1, "same", "same"),
  /** The object that is seen, struck at other moments. */
  SAME_REDRAWN(2, "same", "redrawn"),
  /** Another object, struck when the one that is seen is. */
  OTHER_SAME(3, "other", "same"),
  /** Another object, struck at other moments. */
  OTHER_REDRAWN(4, "other", "redrawn");

  /** Number of the cell's own draws; part of the content, so never to be changed. */
  private final int draw;

  private final String what;
  private final String when;

  Cell(int draw, String what, String when) {
    this.draw = draw;
    this.what = what;
    this.when = when;
  }

  int draw() {
    return draw;
  }

  /** Returns {@code "same"} or {@code "other"}: whether the object seen is the one heard. */
  public String what() {
    return what;
  }

  /** Returns {@code "same"} or {@code "redrawn"}: whether the impacts seen are those heard. */
  public String when() {
    return when;
  }
}

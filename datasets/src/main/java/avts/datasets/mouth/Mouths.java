package avts.datasets.mouth;

/** Where mouths are in the boxes of the face finder, and over what time they are smoothed. */
final class Mouths {
  /** Middle of the mouth, in widths of the face from its left edge. */
  static final double ACROSS = 0.5;

  /** Middle of the mouth, in heights of the face from its upper edge: within the lower third. */
  static final double DOWN = 0.8;

  /** Width of the crop in widths of the face. */
  static final double WIDTH = 0.55;

  /** Length of the window over which places are smoothed. */
  static final double PLACE_SECONDS = 0.28;

  /** Length of the window over which sizes are smoothed. */
  static final double SIZE_SECONDS = 2;

  private Mouths() {}
}

package avts.datasets.mouth;

import static com.google.common.base.Preconditions.checkArgument;

/** Where mouths are looked for. */
public sealed interface MouthRegion {

  /** In faces, which are found and followed; needs OpenCV. */
  record Faces() implements MouthRegion {

    @Override
    public String toString() {
      return "faces";
    }
  }

  /**
   * Always at the same place.
   *
   * @param box the place
   * @param relative whether the box is in parts of the picture's width and height, else in pixels
   */
  record Fixed(Box box, boolean relative) implements MouthRegion {

    /** Checks that the box lies inside of the picture, as far as that can be told. */
    public Fixed {
      checkArgument(
          box.x() >= 0
              && box.y() >= 0
              && (!relative || (box.x() + box.width() <= 1 && box.y() + box.height() <= 1)),
          "the box %s lies outside of the picture, which goes from 0,0 to %s",
          text(box),
          relative ? "1,1" : "its width and height");
    }

    /**
     * Returns the box in pixels of a picture.
     *
     * @throws MouthException if it does not lie inside
     */
    Box in(int width, int height) throws MouthException {
      Box pixels =
          relative
              ? new Box(
                  box.x() * width, box.y() * height, box.width() * width, box.height() * height)
              : box;
      if (pixels.x() + pixels.width() > width + 1e-6
          || pixels.y() + pixels.height() > height + 1e-6) {
        throw new MouthException(
            "the box "
                + text(box)
                + " lies outside of the picture of "
                + width
                + " x "
                + height
                + " pixels",
            null);
      }
      return pixels;
    }

    @Override
    public String toString() {
      return text(box) + (relative ? " of the picture" : " pixels");
    }

    private static String text(Box box) {
      return box.x() + "," + box.y() + "," + box.width() + "," + box.height();
    }
  }

  /** Returns the region of videos that show a mouth and nothing else. */
  static MouthRegion given() {
    return new Fixed(new Box(0, 0, 1, 1), true);
  }

  /**
   * Reads {@code faces}, {@code given}, or a box {@code X,Y,W,H}: whole numbers are pixels, numbers
   * up to 1 of which one has a decimal point are parts of width and height.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static MouthRegion parse(String text) {
    if (text.equals("faces")) {
      return new Faces();
    }
    if (text.equals("given")) {
      return given();
    }
    String[] parts = text.split(",", -1);
    checkArgument(parts.length == 4, "faces, given or a box X,Y,W,H expected, got \"%s\"", text);
    double[] numbers = new double[4];
    boolean small = true;
    for (int i = 0; i < 4; i++) {
      try {
        numbers[i] = Double.parseDouble(parts[i].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "\"" + parts[i] + "\" in the box " + text + " is no number", e);
      }
      small &= numbers[i] <= 1;
    }
    return new Fixed(
        new Box(numbers[0], numbers[1], numbers[2], numbers[3]), small && text.contains("."));
  }
}

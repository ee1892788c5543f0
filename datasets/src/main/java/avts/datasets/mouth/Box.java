package avts.datasets.mouth;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A rectangle in a picture, in pixels unless said otherwise.
 *
 * @param x left edge
 * @param y upper edge
 * @param width width, positive
 * @param height height, positive
 */
public record Box(double x, double y, double width, double height) {

  /** Checks that there is something inside. */
  public Box {
    checkArgument(
        width > 0 && height > 0 && Double.isFinite(x + y + width + height),
        "a box needs a width and a height over 0, got %s x %s at %s, %s",
        width,
        height,
        x,
        y);
  }

  /** Returns the area that both boxes cover over the area that at least one covers, 0 to 1. */
  double overlap(Box other) {
    double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    double both = Math.max(0, across) * Math.max(0, down);
    return both / (width * height + other.width * other.height - both);
  }

  /** Returns the middle of this box in which width over height is {@code ratio}. */
  Box middle(double ratio) {
    double newWidth = Math.min(width, height * ratio);
    double newHeight = Math.min(height, width / ratio);
    return new Box(x + (width - newWidth) / 2, y + (height - newHeight) / 2, newWidth, newHeight);
  }
}

package avts.datasets.mouth;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How mouths are cut out.
 *
 * @param region where they are
 * @param width columns of the crops, even, 16 to 1024
 * @param height rows of the crops, even, 16 to 1024
 * @param shortestSeconds faces that are seen for less time are dropped, 0 to 3600
 */
public record MouthConfig(MouthRegion region, int width, int height, double shortestSeconds) {

  /** Checks every range. */
  public MouthConfig {
    checkArgument(
        isSide(width) && isSide(height),
        "width and height of a crop must be even and lie in 16..1024, got %s x %s",
        width,
        height);
    checkArgument(
        shortestSeconds >= 0 && shortestSeconds <= 3600,
        "shortest_seconds must lie in 0..3600, got %s",
        shortestSeconds);
  }

  private static boolean isSide(int pixels) {
    return pixels >= 16 && pixels <= 1024 && pixels % 2 == 0;
  }

  /** Returns width over height. */
  double ratio() {
    return (double) width / height;
  }
}

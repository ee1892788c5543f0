package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What to synthesise.
 *
 * @param videos number of ordinary videos, 1 to 1000000
 * @param seed seed of everything that is drawn; the same seed gives the same content
 * @param heldOut whether backgrounds and object parameters are those kept from ordinary videos, and
 *     re-rendered sound tracks are written as well
 * @param seconds length of each video in seconds, 1 to 3600
 * @param width columns of the picture, even, 32 to 2048
 * @param height rows of the picture, even, 32 to 2048
 */
public record ImpactsConfig(
    int videos, long seed, boolean heldOut, int seconds, int width, int height) {

  /** Checks every range. */
  public ImpactsConfig {
    checkArgument(
        videos >= 1 && videos <= 1_000_000, "videos must lie in 1..1000000, got %s", videos);
    checkArgument(seconds >= 1 && seconds <= 3600, "seconds must lie in 1..3600, got %s", seconds);
    checkSide("width", width);
    checkSide("height", height);
  }

  /** Returns {@code videos} ordinary videos of 4 s in 128 x 96. */
  public static ImpactsConfig standard(int videos, long seed) {
    return new ImpactsConfig(videos, seed, false, 4, 128, 96);
  }

  /** Returns the same with backgrounds and objects that ordinary videos never show. */
  public ImpactsConfig asHeldOut() {
    return new ImpactsConfig(videos, seed, true, seconds, width, height);
  }

  static void checkSide(String name, int pixels) {
    checkArgument(
        pixels >= 32 && pixels <= 2048 && pixels % 2 == 0,
        "%s must be even and lie in 32..2048 pixels, got %s",
        name,
        pixels);
  }
}

package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Which videos of textures to synthesise.
 *
 * @param videos number of videos, 1 to 1000000
 * @param seed seed of everything that is drawn; the same seed gives the same content
 * @param seconds length of each video in seconds, 1 to 3600
 * @param width columns of the picture, even, 32 to 2048
 * @param height rows of the picture, even, 32 to 2048
 */
public record TexturesConfig(int videos, long seed, int seconds, int width, int height) {

  /** Checks every range. */
  public TexturesConfig {
    checkArgument(
        videos >= 1 && videos <= 1_000_000, "videos must lie in 1..1000000, got %s", videos);
    checkArgument(seconds >= 1 && seconds <= 3600, "seconds must lie in 1..3600, got %s", seconds);
    ImpactsConfig.checkSide("width", width);
    ImpactsConfig.checkSide("height", height);
  }
}

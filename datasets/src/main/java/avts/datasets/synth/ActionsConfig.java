package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Which action videos to synthesise.
 *
 * @param videos number of videos, dealt out among the classes in turn, at least {@link
 *     #FEWEST_VIDEOS} so that every split has videos of every class
 * @param seed seed of everything that is drawn; the same seed gives the same content
 * @param layout how the files are named and split
 * @param seconds length of each video in seconds, 1 to 3600
 * @param width columns of the picture, even, 32 to 2048
 * @param height rows of the picture, even, 32 to 2048
 */
public record ActionsConfig(
    int videos, long seed, ActionLayout layout, int seconds, int width, int height) {

  /** Videos of one group, which share body and background, as the videos of one scene do. */
  public static final int VIDEOS_PER_GROUP = 2;

  /** One group of each class for each of the three splits. */
  public static final int FEWEST_VIDEOS =
      ActionKind.values().length * VIDEOS_PER_GROUP * ActionLayout.SPLITS;

  /** Checks every range. */
  public ActionsConfig {
    checkArgument(
        videos >= FEWEST_VIDEOS && videos <= 1_000_000,
        "videos must lie in %s..1000000 (%s classes, %s splits, groups of %s), got %s",
        FEWEST_VIDEOS,
        ActionKind.values().length,
        ActionLayout.SPLITS,
        VIDEOS_PER_GROUP,
        videos);
    checkArgument(seconds >= 1 && seconds <= 3600, "seconds must lie in 1..3600, got %s", seconds);
    ImpactsConfig.checkSide("width", width);
    ImpactsConfig.checkSide("height", height);
  }
}

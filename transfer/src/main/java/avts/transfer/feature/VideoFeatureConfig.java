package avts.transfer.feature;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What a network sees of the pictures.
 *
 * @param steps steps in time, evenly over the take, 1 to 100
 * @param height rows of a picture after averaging over blocks, 1 to 1024, at most the take's own
 * @param width columns, likewise
 * @param takeMean whether each take's own mean picture is taken off
 * @param speaker how speakers are made alike
 * @param components principal components kept, at least 1; 0 for all pixels as they are
 * @param whiten whether components get deviation 1
 * @param context steps on either side that are seen along with each step, 0 to 10
 */
public record VideoFeatureConfig(
    int steps,
    int height,
    int width,
    boolean takeMean,
    SpeakerNorm speaker,
    int components,
    boolean whiten,
    int context) {

  /** Checks every range. */
  public VideoFeatureConfig {
    checkArgument(steps >= 1 && steps <= 100, "steps must lie in 1..100, got %s", steps);
    checkArgument(
        height >= 1 && height <= 1024 && width >= 1 && width <= 1024,
        "height and width must lie in 1..1024, got %s and %s",
        height,
        width);
    checkArgument(components >= 0, "components must not be negative, got %s", components);
    checkArgument(context >= 0 && context <= 10, "context must lie in 0..10, got %s", context);
  }
}

package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Gray pictures, one after the other.
 *
 * @param values brightness from 0 to 255, {@code [frames, height, width]}; not copied
 * @param frames number of pictures, at least 1
 * @param height rows of a picture
 * @param width columns of a picture
 * @param framesPerSecond pictures per second
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record GrayVideo(float[] values, int frames, int height, int width, double framesPerSecond) {

  /** Checks that the sizes agree. */
  public GrayVideo {
    checkArgument(
        frames >= 1 && values.length == frames * height * width,
        "%s pictures of %s x %s do not have %s values",
        frames,
        height,
        width,
        values.length);
    checkArgument(framesPerSecond > 0, "%s pictures per second", framesPerSecond);
  }
}

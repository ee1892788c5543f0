package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Decoded pictures of one size.
 *
 * @param rgb {@code frames x height x width x 3} bytes, rows without padding, owned by this record
 * @param frames number of pictures
 * @param height rows of a picture, after rotation metadata was applied
 * @param width columns of a picture
 * @param ageMicros for each picture, how long it has been shown already at its moment on the grid,
 *     in microseconds, not negative; 0 throughout where the file has the grid's own rate and phase
 */
// Array components: these are pixels handed from the decoder to the crop, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record VideoFrames(byte[] rgb, int frames, int height, int width, long[] ageMicros) {

  /** Describes pictures that lie on the grid. */
  public VideoFrames(byte[] rgb, int frames, int height, int width) {
    this(rgb, frames, height, width, new long[frames]);
  }

  /** Checks the arrays' lengths. */
  public VideoFrames {
    checkArgument(ageMicros.length == frames, "%s ages for %s frames", ageMicros.length, frames);
    checkArgument(
        rgb.length == (long) frames * height * width * 3,
        "%s bytes are not %s frames of %s x %s x 3",
        rgb.length,
        frames,
        height,
        width);
  }
}

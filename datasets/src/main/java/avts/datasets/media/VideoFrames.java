package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Decoded pictures of one size.
 *
 * @param rgb {@code frames x height x width x 3} bytes, rows without padding, owned by this record
 * @param frames number of pictures
 * @param height rows of a picture, after rotation metadata was applied
 * @param width columns of a picture
 */
// An array component: these are pixels handed from the decoder to the crop, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record VideoFrames(byte[] rgb, int frames, int height, int width) {

  /** Checks the array's length. */
  public VideoFrames {
    checkArgument(
        rgb.length == (long) frames * height * width * 3,
        "%s bytes are not %s frames of %s x %s x 3",
        rgb.length,
        frames,
        height,
        width);
  }
}

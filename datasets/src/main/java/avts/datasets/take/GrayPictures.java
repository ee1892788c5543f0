package avts.datasets.take;

import static com.google.common.base.Preconditions.checkState;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaReader;
import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameSpan;

/** Reads gray pictures of one size. */
final class GrayPictures {

  private GrayPictures() {}

  /**
   * Reads pictures scaled until they cover {@code height} and {@code width}, of which the middle is
   * cut out, as ITU-R BT.601 luma.
   *
   * @param reader a file with pictures
   * @throws MediaException if they cannot be decoded
   */
  static GrayVideo read(MediaReader reader, FrameSpan span, int height, int width)
      throws MediaException {
    MediaInfo.Video video = reader.info().video();
    checkState(video != null, "no picture stream");
    VideoFrames frames = reader.readFrames(span, smallSide(video, height, width));
    int top = (frames.height() - height) / 2;
    int left = (frames.width() - width) / 2;
    byte[] rgb = frames.rgb();
    float[] gray = new float[span.count() * height * width];
    int to = 0;
    for (int t = 0; t < span.count(); t++) {
      for (int y = 0; y < height; y++) {
        int from = ((t * frames.height() + top + y) * frames.width() + left) * 3;
        for (int x = 0; x < width; x++, from += 3) {
          gray[to++] =
              0.299f * (rgb[from] & 0xff)
                  + 0.587f * (rgb[from + 1] & 0xff)
                  + 0.114f * (rgb[from + 2] & 0xff);
        }
      }
    }
    return new GrayVideo(gray, span.count(), height, width, span.rate().perSecond());
  }

  /** Length of the smaller side at which neither side is too short. */
  private static int smallSide(MediaInfo.Video video, int height, int width) {
    long smaller = Math.min(video.height(), video.width());
    long byHeight = ceilDiv(height * smaller, video.height());
    long byWidth = ceilDiv(width * smaller, video.width());
    return Math.toIntExact(Math.max(byHeight, byWidth));
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}

package avts.datasets.take;

import avts.datasets.media.PictureSource;
import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;

/**
 * The pictures of a take on the timeline of its frames, as media files give theirs: gray values in
 * all three colours. Before the first picture is the first one, behind the last one the last.
 */
public final class TakePictures implements PictureSource {
  private final GrayVideo video;

  /** Wraps pictures; they are not copied. */
  public TakePictures(GrayVideo video) {
    this.video = video;
  }

  @Override
  public VideoFrames readFrames(FrameSpan span, int smallSide) {
    int smaller = Math.min(video.height(), video.width());
    int height = smallSide == 0 ? video.height() : scaled(video.height(), smallSide, smaller);
    int width = smallSide == 0 ? video.width() : scaled(video.width(), smallSide, smaller);
    TriangleScaler rows = TriangleScaler.of(video.width(), width);
    TriangleScaler columns = TriangleScaler.of(video.height(), height);
    byte[] rgb = new byte[span.count() * height * width * 3];
    int at = 0;
    for (int frame = 0; frame < span.count(); frame++) {
      int picture = pictureAt(span.start() + frame, span.rate()) * video.height() * video.width();
      float[] wide = rows.apply(video.values(), picture, video.height(), 1, video.width());
      // Columns come out as lines: value (row, column) lies at column * height + row.
      float[] done = columns.apply(wide, 0, width, width, 1);
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          byte gray = (byte) Math.max(0, Math.min(255, Math.round(done[column * height + row])));
          rgb[at++] = gray;
          rgb[at++] = gray;
          rgb[at++] = gray;
        }
      }
    }
    return new VideoFrames(rgb, span.count(), height, width);
  }

  /** The picture shown at a moment of the span's grid. */
  private int pictureAt(long frame, FrameRate rate) {
    double seconds = (double) frame * rate.denominator() / rate.numerator();
    // A grid of the video's own rate must not lose a picture to rounding.
    long picture = (long) Math.floor(seconds * video.framesPerSecond() + 1e-6);
    return (int) Math.max(0, Math.min(video.frames() - 1L, picture));
  }

  private static int scaled(int side, int smallSide, int smaller) {
    return Math.max(1, (int) ((2L * side * smallSide + smaller) / (2L * smaller)));
  }
}

package avts.datasets.media;

import avts.datasets.machine.BackgroundThread;
import avts.datasets.time.FrameSpan;
import org.jspecify.annotations.Nullable;

/** Turns the decoded pictures of one file into packed RGB of any size. */
final class PictureRenderer implements AutoCloseable {
  private final MediaSource source;
  private final MediaInfo.Video video;
  private @Nullable PictureScaler scaler;
  private int scalerSide;

  PictureRenderer(MediaSource source, MediaInfo.Video video) {
    this.source = source;
    this.video = video;
  }

  /** See {@link MediaReader#readFrames}. */
  VideoFrames render(DecodedPictures pictures, FrameSpan span, int smallSide)
      throws MediaException {
    int width = scaledSide(video.width(), smallSide);
    int height = scaledSide(video.height(), smallSide);
    PictureScaler conversion = scaler(smallSide, width, height);
    int bytes = Math.multiplyExact(Math.multiplyExact(width, height), 3);
    byte[] rgb = new byte[Math.multiplyExact(bytes, span.count())];
    long[] ages = new long[span.count()];
    long writtenTicks = Libav.NO_TIMESTAMP;
    for (int i = 0; i < span.count(); i++) {
      BackgroundThread.giveWay();
      DecodedPictures.Shown shown = pictures.at(span.start() + i, span.rate());
      ages[i] = shown.ageMicros();
      if (shown.ticks() == writtenTicks) {
        System.arraycopy(rgb, (i - 1) * bytes, rgb, i * bytes, bytes);
      } else {
        conversion.scale(shown.picture(), rgb, i * bytes);
        writtenTicks = shown.ticks();
      }
    }
    return new VideoFrames(rgb, span.count(), height, width, ages);
  }

  /** Length of a side when the smaller one becomes {@code smallSide}; rounded, at least 1. */
  private int scaledSide(int side, int smallSide) {
    long smaller = Math.min(video.width(), video.height());
    return smallSide == 0
        ? side
        : Math.toIntExact(Math.max(1, (2L * side * smallSide + smaller) / (2 * smaller)));
  }

  private PictureScaler scaler(int smallSide, int width, int height) throws MediaException {
    PictureScaler existing = scaler;
    if (existing != null && scalerSide == smallSide) {
      return existing;
    }
    close();
    PictureScaler created = new PictureScaler(source, video, width, height);
    scaler = created;
    scalerSide = smallSide;
    return created;
  }

  @Override
  public void close() {
    PictureScaler existing = scaler;
    scaler = null;
    if (existing != null) {
      existing.close();
    }
  }
}

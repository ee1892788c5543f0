package avts.datasets.media;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/** Squeezes decoded pictures of any size and format into gray squares by averaging areas. */
final class GrayScaler implements AutoCloseable {
  private final MediaSource source;
  private final int side;
  private final AVFrame square;
  private final ByteBuffer pixels;
  private final byte[] gray;
  private @Nullable SwsContext context;

  GrayScaler(MediaSource source, int side) throws MediaException {
    this.source = source;
    this.side = side;
    this.gray = new byte[side * side];
    this.square = Libav.picture(source, avutil.AV_PIX_FMT_GRAY8, side, side);
    this.pixels = square.data(0).capacity((long) square.linesize(0) * side).asByteBuffer();
  }

  /** Returns the square of {@code picture}, valid until the next call. */
  byte[] scale(AVFrame picture) throws MediaException {
    // Keeps the context as long as size and format stay.
    SwsContext fitting =
        swscale.sws_getCachedContext(
            context,
            picture.width(),
            picture.height(),
            picture.format(),
            side,
            side,
            avutil.AV_PIX_FMT_GRAY8,
            swscale.SWS_AREA,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    context = fitting;
    if (fitting == null || fitting.isNull()) {
      context = null;
      throw new MediaException(
          source,
          "pictures of " + picture.width() + " x " + picture.height() + " cannot be scaled");
    }
    Libav.check(
        swscale.sws_scale(
            fitting,
            picture.data(),
            picture.linesize(),
            0,
            picture.height(),
            square.data(),
            square.linesize()),
        source,
        "picture cannot be scaled");
    int stride = square.linesize(0);
    for (int row = 0; row < side; row++) {
      pixels.get(row * stride, gray, row * side, side);
    }
    return gray;
  }

  @Override
  public void close() {
    SwsContext existing = context;
    context = null;
    if (existing != null) {
      swscale.sws_freeContext(existing);
    }
    Libav.free(square);
  }
}

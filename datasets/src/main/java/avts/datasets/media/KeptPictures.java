package avts.datasets.media;

import avts.datasets.machine.BoundedMemory;
import avts.datasets.time.FrameRate;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of one file, kept as they were decoded, for a file that is read again and again: what is
 * kept is not decoded a second time, and a file of which all is kept is not even opened. A reader
 * gives the same bits with and without. Thread-safe.
 */
public final class KeptPictures {
  /** Vector instructions of the scaler may read this far beyond the last pixel. */
  private static final int PADDING = 64;

  private final BoundedMemory memory;
  private final ConcurrentMap<Moment, Picture> pictures = new ConcurrentHashMap<>();
  private volatile @Nullable MediaInfo info;

  private record Moment(long frame, FrameRate rate) {}

  /** The planes of a picture, one behind the other, and what the scaler asks of it. */
  private record Pixels(
      ByteBuffer bytes, int width, int height, int format, int colourSpace, int colourRange) {

    void show(AVFrame view) {
      view.width(width);
      view.height(height);
      view.format(format);
      view.colorspace(colourSpace);
      view.color_range(colourRange);
      avutil.av_image_fill_arrays(
          view.data(), view.linesize(), new BytePointer(bytes), format, width, height, 1);
    }
  }

  private record Picture(Pixels pixels, long ticks, long ageMicros) {}

  /** Keeps nothing yet, and later what fits into {@code memory}. */
  public KeptPictures(BoundedMemory memory) {
    this.memory = memory;
  }

  /** Returns what the container says of itself, or null before the file was opened. */
  @Nullable MediaInfo info() {
    return info;
  }

  void setInfo(MediaInfo info) {
    this.info = info;
  }

  /** Where pictures come from that are not kept yet. */
  @FunctionalInterface
  interface Source {
    DecodedPictures get() throws MediaException;
  }

  /** Returns kept pictures, and those of {@code others}, which are kept from then on. */
  Reader reader(Source others) {
    return new Reader(this, others);
  }

  private void keep(long frame, FrameRate rate, DecodedPictures.Shown shown) {
    Picture before = pictures.get(new Moment(frame - 1, rate));
    Pixels pixels =
        before != null && before.ticks == shown.ticks() ? before.pixels : copy(shown.picture());
    if (pixels != null) {
      pictures.putIfAbsent(
          new Moment(frame, rate), new Picture(pixels, shown.ticks(), shown.ageMicros()));
    }
  }

  private @Nullable Pixels copy(AVFrame picture) {
    int width = picture.width();
    int height = picture.height();
    int format = picture.format();
    int size = avutil.av_image_get_buffer_size(format, width, height, 1);
    ByteBuffer bytes = size > 0 ? memory.take(size + PADDING) : null;
    if (bytes == null) {
      return null;
    }
    int written =
        avutil.av_image_copy_to_buffer(
            new BytePointer(bytes),
            size,
            picture.data(),
            picture.linesize(),
            format,
            width,
            height,
            1);
    return written == size
        ? new Pixels(bytes, width, height, format, picture.colorspace(), picture.color_range())
        : null;
  }

  /** A look at the kept pictures; belongs to one thread at a time. */
  static final class Reader implements DecodedPictures, AutoCloseable {
    private final KeptPictures kept;
    private final Source others;

    /** Points into the kept memory, owns none of it. */
    private final AVFrame view = avutil.av_frame_alloc();

    private Reader(KeptPictures kept, Source others) {
      this.kept = kept;
      this.others = others;
    }

    @Override
    public Shown at(long frame, FrameRate rate) throws MediaException {
      Picture found = kept.pictures.get(new Moment(frame, rate));
      if (found == null) {
        Shown decoded = others.get().at(frame, rate);
        kept.keep(frame, rate, decoded);
        return decoded;
      }
      found.pixels.show(view);
      return new Shown(view, found.ticks, found.ageMicros);
    }

    @Override
    public void close() {
      Libav.free(view);
    }
  }
}

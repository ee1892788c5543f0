package avts.datasets.media;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Turns decoded pictures into packed RGB of one size, in one pass of libswscale: bilinear, with the
 * filter widened by the scale factor where pictures shrink, so that every source pixel counts.
 *
 * <p>On x86, libswscale writes BGR with vector instructions but RGB without, at half the speed. For
 * pictures in three planes this class therefore asks for BGR with the two colour planes exchanged,
 * and their factors in the matrix with them: what comes out is RGB.
 */
final class PictureScaler implements AutoCloseable {
  /** What the conversion depends on; pictures of one stream may differ in it. */
  private record Geometry(int width, int height, int format, int matrix, boolean fullRange) {}

  private static final int UNIT_GAIN = 1 << 16;

  /** Most that a pixel format has, and what libswscale reads. */
  private static final int PLANES = 4;

  private final MediaSource source;
  private final int storedWidth;
  private final int storedHeight;
  private final int rotationDegrees;
  private final AVFrame scaled;
  private final PointerPointer<BytePointer> planes = new PointerPointer<>(PLANES);
  private final IntPointer strides = new IntPointer((long) PLANES);
  private final ByteBuffer pixels;
  private final int stride;
  private @Nullable SwsContext context;
  private @Nullable Geometry geometry;
  private boolean exchanged;

  /** Prepares for pictures shown as {@code width x height} after the rotation of {@code video}. */
  PictureScaler(MediaSource source, MediaInfo.Video video, int width, int height)
      throws MediaException {
    this.source = source;
    this.rotationDegrees = video.rotationDegrees();
    boolean turned = rotationDegrees % 180 != 0;
    this.storedWidth = turned ? height : width;
    this.storedHeight = turned ? width : height;
    this.scaled = Libav.picture(source, avutil.AV_PIX_FMT_RGB24, storedWidth, storedHeight);
    this.stride = scaled.linesize(0);
    this.pixels = scaled.data(0).capacity((long) stride * storedHeight).asByteBuffer();
  }

  /** Writes {@code picture} to {@code rgb} from {@code offset} on, rows without padding. */
  void scale(AVFrame picture, byte[] rgb, int offset) throws MediaException {
    SwsContext converter = converter(picture);
    for (int plane = 0; plane < PLANES; plane++) {
      int from = exchanged && (plane == 1 || plane == 2) ? 3 - plane : plane;
      planes.put(plane, picture.data(from));
      strides.put(plane, picture.linesize(from));
    }
    Libav.check(
        swscale.sws_scale(
            converter, planes, strides, 0, picture.height(), scaled.data(), scaled.linesize()),
        source,
        "picture cannot be scaled");
    if (rotationDegrees == 0) {
      for (int row = 0; row < storedHeight; row++) {
        pixels.get(row * stride, rgb, offset + row * storedWidth * 3, storedWidth * 3);
      }
    } else {
      turn(rgb, offset);
    }
  }

  /** Copies pixel by pixel, turned clockwise. */
  private void turn(byte[] rgb, int offset) {
    int shownWidth = rotationDegrees == 180 ? storedWidth : storedHeight;
    for (int y = 0; y < storedHeight; y++) {
      for (int x = 0; x < storedWidth; x++) {
        int shownX = x;
        int shownY = y;
        if (rotationDegrees == 90) {
          shownX = storedHeight - 1 - y;
          shownY = x;
        } else if (rotationDegrees == 180) {
          shownX = storedWidth - 1 - x;
          shownY = storedHeight - 1 - y;
        } else {
          shownX = y;
          shownY = storedWidth - 1 - x;
        }
        pixels.get(y * stride + x * 3, rgb, offset + (shownY * shownWidth + shownX) * 3, 3);
      }
    }
  }

  private SwsContext converter(AVFrame picture) throws MediaException {
    Geometry wanted =
        new Geometry(
            picture.width(),
            picture.height(),
            picture.format(),
            picture.colorspace(),
            picture.color_range() == avutil.AVCOL_RANGE_JPEG);
    SwsContext existing = context;
    if (existing != null && wanted.equals(geometry)) {
      return existing;
    }
    freeContext();
    exchanged = hasThreePlanes(wanted.format());
    SwsContext created =
        swscale.sws_getContext(
            wanted.width(),
            wanted.height(),
            wanted.format(),
            storedWidth,
            storedHeight,
            exchanged ? avutil.AV_PIX_FMT_BGR24 : avutil.AV_PIX_FMT_RGB24,
            swscale.SWS_BILINEAR,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    if (created == null || created.isNull()) {
      throw new MediaException(
          source, "pictures of " + wanted.width() + " x " + wanted.height() + " cannot be scaled");
    }
    int[] from = coefficients(matrix(wanted.matrix()));
    int[] to = coefficients(swscale.SWS_CS_DEFAULT);
    if (exchanged) {
      // In their order: V to red, U to blue, U to green, V to green.
      from = new int[] {from[1], from[0], from[3], from[2]};
    }
    // Refused for pictures that are RGB already, which need no matrix.
    swscale.sws_setColorspaceDetails(
        created, from, wanted.fullRange() ? 1 : 0, to, 1, 0, UNIT_GAIN, UNIT_GAIN);
    context = created;
    geometry = wanted;
    return created;
  }

  private static int[] coefficients(int matrix) {
    int[] values = new int[4];
    swscale.sws_getCoefficients(matrix).get(values);
    return values;
  }

  private static boolean hasThreePlanes(int format) {
    AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(format);
    return descriptor != null
        && !descriptor.isNull()
        && descriptor.nb_components() == 3
        && (descriptor.flags() & avutil.AV_PIX_FMT_FLAG_RGB) == 0
        && avutil.av_pix_fmt_count_planes(format) == 3;
  }

  /** Unspecified means BT.601, as everywhere in FFmpeg. */
  private static int matrix(int colorspace) {
    return colorspace == avutil.AVCOL_SPC_UNSPECIFIED || colorspace == avutil.AVCOL_SPC_RGB
        ? swscale.SWS_CS_DEFAULT
        : colorspace;
  }

  private void freeContext() {
    SwsContext existing = context;
    context = null;
    if (existing != null) {
      swscale.sws_freeContext(existing);
    }
  }

  @Override
  public void close() {
    freeContext();
    planes.close();
    strides.close();
    Libav.free(scaled);
  }
}

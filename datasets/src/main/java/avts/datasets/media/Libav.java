package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * What every call into FFmpeg's libraries shares: names, options, error codes.
 *
 * <p>FFmpeg prints nothing: what goes wrong comes back as a code and leaves as an exception.
 */
final class Libav {
  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  /** FFmpeg's "timestamp unknown". */
  static final long NO_TIMESTAMP = avutil.AV_NOPTS_VALUE;

  private Libav() {}

  /** Returns {@code code} where it means success. */
  static int check(int code, MediaSource source, String action) throws MediaException {
    if (code < 0) {
      throw new MediaException(source, action + ": " + errorText(code));
    }
    return code;
  }

  /**
   * Returns a picture with room for its pixels, to be freed by the caller.
   *
   * @param format a pixel format of FFmpeg's
   */
  static AVFrame picture(MediaSource source, int format, int width, int height)
      throws MediaException {
    AVFrame picture = avutil.av_frame_alloc();
    picture.format(format);
    picture.width(width);
    picture.height(height);
    int code = avutil.av_frame_get_buffer(picture, 0);
    if (code < 0) {
      avutil.av_frame_free(picture);
      throw new MediaException(source, "no memory for pictures: " + errorText(code));
    }
    return picture;
  }

  /** Frees {@code frame}; a second time does nothing. */
  static void free(AVFrame frame) {
    if (!frame.isNull()) {
      avutil.av_frame_free(frame);
      frame.setNull();
    }
  }

  /** Returns FFmpeg's words for a negative return value. */
  static String errorText(int code) {
    byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
    avutil.av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * Returns FFmpeg's name of {@code source}, to be closed by the caller. The protocol is spelt out,
   * so that no file name is taken for an option or for a protocol of its own.
   */
  static BytePointer url(MediaSource source) {
    String file = fileUrl(source.file());
    if (!source.isStretch()) {
      return new BytePointer(file, StandardCharsets.UTF_8);
    }
    long end = source.length() < 0 ? 0 : source.offset() + source.length();
    return new BytePointer(
        "subfile,,start," + source.offset() + ",end," + end + ",,:" + file, StandardCharsets.UTF_8);
  }

  /** Returns FFmpeg's name of a file on disk. */
  static String fileUrl(Path file) {
    return "file:" + file.toAbsolutePath();
  }

  /** Returns a dictionary, to be freed by the caller with {@code av_dict_free}. */
  static AVDictionary dictionary(Map<String, String> options) {
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
    return dictionary;
  }

  /** Returns {@code ticks} of {@code numerator / denominator} seconds in microseconds, rounded. */
  static long micros(long ticks, int numerator, int denominator) {
    checkArgument(denominator > 0, "time base must be positive, got %s", denominator);
    return avutil.av_rescale(ticks, 1_000_000L * numerator, denominator);
  }

  /** Returns microseconds as seconds with three digits, for messages. */
  static String seconds(long micros) {
    return String.format(java.util.Locale.ROOT, "%.3f s", micros / 1e6);
  }
}

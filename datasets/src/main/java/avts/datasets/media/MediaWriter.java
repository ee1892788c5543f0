package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes pictures and sound into a file. The same input gives the same bytes: one thread, no
 * clock, no version in the file.
 *
 * <p>Picture n is shown at start + n / rate, or at the timestamp given with it; sample n sounds at
 * start + n / sample rate, with the encoder's priming marked so that players and {@link
 * FfmpegMediaReader} skip it. Pictures and sound should be written roughly in step: what is ahead
 * is kept in memory.
 *
 * <p>A file that was not completed by {@link #finish} is deleted by {@link #close}. For one thread.
 */
public final class MediaWriter implements AutoCloseable {
  private final MediaSource target;
  private final AVFormatContext context;
  private @Nullable PictureEncoder pictures;
  private @Nullable SoundEncoder sound;
  private boolean finished;
  private boolean closed;

  private MediaWriter(MediaSource target, AVFormatContext context) {
    this.target = target;
    this.context = context;
  }

  /**
   * Creates {@code file}, replacing one that is there.
   *
   * @throws MediaException if it cannot be created or FFmpeg cannot encode so
   */
  @MustBeClosed
  public static MediaWriter create(Path file, OutputFormat format) throws MediaException {
    MediaSource target = MediaSource.of(file);
    AVFormatContext context = new AVFormatContext(null);
    Libav.check(
        avformat.avformat_alloc_output_context2(
            context, (AVOutputFormat) null, format.container().muxer(), (String) null),
        target,
        "cannot be written as " + format.container());
    MediaWriter writer = new MediaWriter(target, context);
    boolean opened = false;
    try {
      writer.open(format);
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        writer.close();
      }
    }
  }

  /** Adds the next picture, shown at start + n / rate. */
  public void writeFrame(byte[] rgb) throws MediaException {
    requirePictures().write(rgb);
  }

  /**
   * Adds the next picture, shown from {@code micros} after the stream's start on. A stream is
   * written either with timestamps throughout or without any.
   *
   * @param rgb height x width x 3 bytes
   * @param micros larger than that of the picture before
   */
  public void writeFrame(byte[] rgb, long micros) throws MediaException {
    requirePictures().write(rgb, micros);
  }

  /**
   * Adds samples.
   *
   * @param samples values in -1..1, channels interleaved
   */
  public void writeSamples(float[] samples) throws MediaException {
    SoundEncoder encoder = sound;
    checkState(encoder != null, "%s has no sound stream", target);
    checkState(!finished && !closed, "%s is finished", target);
    encoder.write(samples);
  }

  /** Completes the file. */
  public void finish() throws MediaException {
    checkState(!finished && !closed, "%s is finished", target);
    if (pictures != null) {
      pictures.finish();
    }
    if (sound != null) {
      sound.finish();
    }
    Libav.check(avformat.av_write_trailer(context), target, "cannot be completed");
    AVIOContext output = context.pb();
    int code = avformat.avio_closep(output);
    context.pb(null);
    Libav.check(code, target, "cannot be completed");
    finished = true;
  }

  private PictureEncoder requirePictures() {
    PictureEncoder encoder = pictures;
    checkState(encoder != null, "%s has no picture stream", target);
    checkState(!finished && !closed, "%s is finished", target);
    return encoder;
  }

  private void open(OutputFormat format) throws MediaException {
    context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    if (format.video() != null) {
      pictures = PictureEncoder.open(context, target, format.video());
    }
    if (format.audio() != null) {
      sound = SoundEncoder.open(context, target, format.audio());
    }
    AVIOContext output = new AVIOContext(null);
    try (BytePointer url = new BytePointer(Libav.fileUrl(target.file()), StandardCharsets.UTF_8)) {
      Libav.check(
          avformat.avio_open2(
              output, url, avformat.AVIO_FLAG_WRITE, (AVIOInterruptCB) null, (AVDictionary) null),
          target,
          "cannot be created");
    }
    context.pb(output);
    boolean quickTime =
        format.container() == OutputFormat.Container.MP4
            || format.container() == OutputFormat.Container.MOV;
    // Start offsets are kept on the movie's clock, whose default is milliseconds.
    AVDictionary options =
        Libav.dictionary(quickTime ? Map.of("movie_timescale", "1000000") : Map.of());
    try {
      Libav.check(
          avformat.avformat_write_header(context, options), target, "header cannot be written");
    } finally {
      avutil.av_dict_free(options);
    }
  }

  @Override
  public void close() throws MediaException {
    if (closed) {
      return;
    }
    closed = true;
    if (pictures != null) {
      pictures.close();
    }
    if (sound != null) {
      sound.close();
    }
    AVIOContext output = context.pb();
    boolean created = output != null && !output.isNull();
    if (created) {
      avformat.avio_closep(output);
      context.pb(null);
    }
    avformat.avformat_free_context(context);
    if (created && !finished) {
      try {
        Files.deleteIfExists(target.file());
      } catch (IOException e) {
        throw new MediaException(target, "the incomplete file cannot be deleted", e);
      }
    }
  }

  /** Checks that an array holds one picture. */
  static void checkPicture(byte[] rgb, OutputFormat.Video video) {
    checkArgument(
        rgb.length == (long) video.width() * video.height() * 3,
        "%s bytes are not a picture of %s x %s x 3",
        rgb.length,
        video.width(),
        video.height());
  }
}

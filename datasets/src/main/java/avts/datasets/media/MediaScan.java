package avts.datasets.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Decodes one stream of a file from its first to its last moment, for measuring rather than for
 * training: small gray pictures and mono sound with their timestamps.
 *
 * <p>As strict as {@link MediaReader}: what a reader would refuse is refused here.
 */
public final class MediaScan {

  /** Takes the pictures of a file, in the order in which they are shown. */
  @FunctionalInterface
  public interface PictureSink {
    /**
     * Takes one picture.
     *
     * @param micros when it is shown, in microseconds of the file's timeline
     * @param durationMicros how long, as the container says; 0 where it does not
     * @param gray {@code side x side} luma values, reused for the next picture
     */
    void picture(long micros, long durationMicros, byte[] gray);
  }

  /** Takes the sound of a file, in order. */
  @FunctionalInterface
  public interface SoundSink {
    /**
     * Takes one block.
     *
     * @param micros when its first sample sounds, in microseconds of the file's timeline
     * @param mono samples in -1..1 at the stream's own rate, owned by the sink
     */
    void sound(long micros, float[] mono);
  }

  private MediaScan() {}

  /**
   * Loads FFmpeg's libraries, so that a failure to do so is not blamed on the first file.
   *
   * @return the version of libavformat, for messages
   */
  public static String loadLibraries() {
    int version = avformat.avformat_version();
    return (version >> 16) + "." + (version >> 8 & 0xFF) + "." + (version & 0xFF);
  }

  /**
   * Returns the clock tick of the container's picture stream in microseconds: timestamps are
   * rounded to whole ticks. At least 1; 1 where there is no picture stream.
   */
  public static long pictureTickMicros(MediaSource source) throws MediaException {
    try (InputFile file = InputFile.open(source)) {
      MediaInfo.Video video = file.info().video();
      if (video == null) {
        return 1;
      }
      var base = file.stream(video.index()).time_base();
      return Math.max(1, Libav.micros(1, base.num(), base.den()));
    }
  }

  /**
   * Decodes all pictures of FFmpeg's best picture stream, squeezed into a square.
   *
   * @param side pixels on each side of the square
   * @throws MediaException if there is no such stream, or where it is damaged; the pictures before
   *     the damage have reached the sink
   */
  public static void pictures(MediaSource source, int side, PictureSink sink)
      throws MediaException {
    InputFile file = InputFile.open(source);
    MediaInfo.Video video = file.info().video();
    if (video == null) {
      file.close();
      throw new MediaException(source, "no picture stream");
    }
    AVFrame frame = avutil.av_frame_alloc();
    try (StreamDecoder decoder = StreamDecoder.open(file, video.index());
        GrayScaler scaler = new GrayScaler(source, side)) {
      long following = video.startMicros();
      while (decoder.next(frame)) {
        long ticks = frame.best_effort_timestamp();
        long micros = ticks == Libav.NO_TIMESTAMP ? following : decoder.micros(ticks);
        long duration = frame.duration() > 0 ? decoder.micros(frame.duration()) : 0;
        if (frame.decode_error_flags() != 0
            || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
          throw new MediaException(
              source, "the picture at " + Libav.seconds(micros) + " is damaged");
        }
        sink.picture(micros, duration, scaler.scale(frame));
        following = micros + duration;
        avutil.av_frame_unref(frame);
      }
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  /**
   * Decodes all sound to find out when it ends, whatever the container states.
   *
   * @return microseconds of the file's timeline
   * @throws MediaException if there is no sound stream, or it is damaged
   */
  public static long soundEndMicros(MediaSource source) throws MediaException {
    int rate;
    try (InputFile file = InputFile.open(source)) {
      MediaInfo.Audio audio = file.info().audio();
      if (audio == null) {
        throw new MediaException(source, "there is no sound stream");
      }
      rate = audio.sampleRate();
    }
    long[] end = new long[1];
    sound(source, (micros, mono) -> end[0] = micros + mono.length * 1_000_000L / rate);
    return end[0];
  }

  /**
   * Decodes all sound of FFmpeg's best sound stream, mixed down to mono.
   *
   * @throws MediaException if there is no such stream, or where it is damaged; the sound before the
   *     damage has reached the sink
   */
  public static void sound(MediaSource source, SoundSink sink) throws MediaException {
    InputFile file = InputFile.open(source);
    MediaInfo.Audio audio = file.info().audio();
    if (audio == null) {
      file.close();
      throw new MediaException(source, "no sound stream");
    }
    AVFrame frame = avutil.av_frame_alloc();
    try (StreamDecoder decoder = StreamDecoder.open(file, audio.index())) {
      long following = audio.startMicros();
      while (decoder.next(frame)) {
        if (frame.sample_rate() != audio.sampleRate()) {
          throw new MediaException(source, "the sample rate changes within the stream");
        }
        long ticks = frame.best_effort_timestamp();
        long micros = ticks == Libav.NO_TIMESTAMP ? following : decoder.micros(ticks);
        float[] mono = MonoSamples.of(frame, source);
        avutil.av_frame_unref(frame);
        sink.sound(micros, mono);
        following = micros + mono.length * 1_000_000L / audio.sampleRate();
      }
    } finally {
      avutil.av_frame_free(frame);
    }
  }
}

package avts.datasets.media;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * What a container says of when its streams begin. A player that honours it, as {@link MediaReader}
 * does, has made up for it already: it is no part of what is seen to be out of step.
 *
 * @param videoStartMicros timestamp of the first picture in microseconds
 * @param audioStartMicros timestamp of the first sample in microseconds, priming removed
 * @param primingMicros sound in front that the encoder made and players drop, in microseconds
 */
public record StreamTimes(long videoStartMicros, long audioStartMicros, long primingMicros) {

  /** Length of FFmpeg's note on samples to skip; it begins with the number in front. */
  private static final int SKIP_BYTES = 10;

  private static final long MICROS_PER_SECOND = 1_000_000L;

  /**
   * Reads the times of the streams that would be decoded.
   *
   * @throws MediaException if the file cannot be opened or lacks pictures or sound
   */
  public static StreamTimes of(MediaSource source) throws MediaException {
    try (InputFile file = InputFile.open(source)) {
      MediaInfo.Video video = file.info().video();
      MediaInfo.Audio audio = file.info().audio();
      if (video == null || audio == null) {
        throw new MediaException(source, "pictures and sound are needed");
      }
      return new StreamTimes(
          video.startMicros(),
          audio.startMicros(),
          priming(file, audio.index()) * MICROS_PER_SECOND / audio.sampleRate());
    }
  }

  /**
   * Returns the samples that the container says to drop, in its header or with the first packet.
   */
  private static long priming(InputFile file, int index) {
    int stated = file.stream(index).codecpar().initial_padding();
    AVPacket packet = avcodec.av_packet_alloc();
    try (SizeTPointer size = new SizeTPointer(1)) {
      file.keepOnly(index);
      while (avformat.av_read_frame(file.context(), packet) >= 0) {
        if (packet.stream_index() == index) {
          BytePointer skip =
              avcodec.av_packet_get_side_data(packet, avcodec.AV_PKT_DATA_SKIP_SAMPLES, size);
          return skip == null || skip.isNull() || size.get() < SKIP_BYTES
              ? stated
              : Math.max(
                  stated, skip.capacity(size.get()).asByteBuffer().order(LITTLE_ENDIAN).getInt());
        }
        avcodec.av_packet_unref(packet);
      }
      return stated;
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  /** Returns how much later the sound begins than the pictures, in microseconds. */
  public long offsetMicros() {
    return audioStartMicros - videoStartMicros;
  }
}

package avts.datasets.media;

import avts.datasets.time.FrameRate;
import org.jspecify.annotations.Nullable;

/**
 * What a container says of the streams that would be read (FFmpeg's best stream of each kind).
 *
 * @param container FFmpeg's short name of the format, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param streams number of streams of any kind in the file
 * @param video the picture stream, or null where there is none
 * @param audio the sound stream, or null where there is none
 */
public record MediaInfo(
    String container, int streams, @Nullable Video video, @Nullable Audio audio) {

  /**
   * The picture stream.
   *
   * @param index its number in the file
   * @param codec FFmpeg's short name of the codec
   * @param width columns as shown, after rotation
   * @param height rows as shown, after rotation
   * @param rotationDegrees clockwise rotation asked for by the metadata: 0, 90, 180 or 270
   * @param rate average frames per second, exact
   * @param startMicros timestamp of the first picture in microseconds
   * @param durationMicros length in microseconds, 0 where unknown
   */
  public record Video(
      int index,
      String codec,
      int width,
      int height,
      int rotationDegrees,
      FrameRate rate,
      long startMicros,
      long durationMicros) {}

  /**
   * The sound stream.
   *
   * @param index its number in the file
   * @param codec FFmpeg's short name of the codec
   * @param sampleRate samples per second
   * @param channels number of channels
   * @param startMicros timestamp of the first sample in microseconds, priming removed
   * @param durationMicros length in microseconds, 0 where unknown
   */
  public record Audio(
      int index,
      String codec,
      int sampleRate,
      int channels,
      long startMicros,
      long durationMicros) {}
}

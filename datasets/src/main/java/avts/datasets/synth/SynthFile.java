package avts.datasets.synth;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The content of a synthetic mp4: H.264 and AAC, every file with the same settings.
 *
 * @param pictures size and number of the pictures
 * @param painter gives the picture of each frame, {@code height x width x 3} bytes
 * @param samples the sound, mono, in -1..1
 * @param sampleRate samples per second
 */
// An array component: samples handed to the encoder, never compared.
@SuppressWarnings("ArrayRecordComponent")
record SynthFile(Pictures pictures, IntFunction<byte[]> painter, float[] samples, int sampleRate) {
  // Generous: traces of the encoder, most of all how they change from the first second to the
  // next ones, should be smaller than what is to be seen.
  private static final double BITS_PER_PIXEL = 0.8;

  private static final int BITS_PER_SECOND_OF_SOUND = 160_000;

  /**
   * Size and number of pictures.
   *
   * @param width columns
   * @param height rows
   * @param rate frames per second
   * @param count number of frames
   */
  record Pictures(int width, int height, FrameRate rate, int count) {}

  /** Writes the file. */
  void encode(Path file) throws MediaException {
    FrameRate rate = pictures.rate();
    double bits = BITS_PER_PIXEL * pictures.width() * pictures.height() * rate.perSecond();
    OutputFormat format =
        new OutputFormat(
            Container.MP4,
            OutputFormat.Video.of(VideoCodec.H264, pictures.width(), pictures.height(), rate)
                .withBitRate(Math.round(bits)),
            new OutputFormat.Audio(AudioCodec.AAC, sampleRate, 1, BITS_PER_SECOND_OF_SOUND, 0));
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int frame = 0; frame < pictures.count(); frame++) {
        writer.writeFrame(painter.apply(frame));
        int from = Math.toIntExact(rate.sampleAt(frame, sampleRate));
        int to = Math.toIntExact(rate.sampleAt(frame + 1L, sampleRate));
        writer.writeSamples(Arrays.copyOfRange(samples, from, to));
      }
      writer.finish();
    }
  }
}

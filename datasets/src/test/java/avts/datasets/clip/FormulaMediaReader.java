package avts.datasets.clip;

import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaReader;
import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;

/**
 * A file whose pictures and sound are formulas of position and time, without any decoding.
 *
 * <p>Pixels are hashes of (frame, row, column, colour) whatever the scale; the sound is a low tone
 * with noise.
 */
final class FormulaMediaReader implements MediaReader {
  private final int width;
  private final int height;

  /** Creates a file of pictures {@code width x height}. */
  FormulaMediaReader(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Byte of a pixel. */
  static int pixel(long frame, int y, int x, int colour) {
    long mixed = (frame * 31 + y) * 8191 + x * 127L + colour * 40_503L;
    return (int) Math.floorMod((mixed * mixed + 977 * mixed) >> 3, 256L);
  }

  /** Sample {@code n} of the sound at {@code rate}; silence before 0. */
  static float sample(long n, int rate) {
    if (n < 0) {
      return 0;
    }
    double noise = (n * 7919 % 104_729) * 31 % 1009 / 1009.0 - 0.5;
    return (float) (0.3 * Math.sin(2 * Math.PI * 440 * n / rate) + 0.1 * noise);
  }

  @Override
  public MediaInfo info() {
    return new MediaInfo("formula", 2, null, null);
  }

  @Override
  public VideoFrames readFrames(FrameSpan span, int smallSide) {
    int side = Math.min(width, height);
    int rows = Math.round((float) height * smallSide / side);
    int columns = Math.round((float) width * smallSide / side);
    byte[] rgb = new byte[span.count() * rows * columns * 3];
    int position = 0;
    for (int frame = 0; frame < span.count(); frame++) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          for (int colour = 0; colour < 3; colour++) {
            rgb[position++] = (byte) pixel(span.start() + frame, y, x, colour);
          }
        }
      }
    }
    return new VideoFrames(rgb, span.count(), rows, columns);
  }

  @Override
  public float[] readSamples(SampleSpan span) {
    float[] samples = new float[span.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sample(span.start() + i, span.rate());
    }
    return samples;
  }

  @Override
  public void close() {}
}

package avts.datasets.testing;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uncompressed gray videos of 8 x 10 at 25 per second with 16 kHz sound, both by formula. */
public final class FormulaVideo {
  /** Rows of a picture. */
  public static final int HEIGHT = 8;

  /** Columns of a picture. */
  public static final int WIDTH = 10;

  /** Samples per second. */
  public static final int RATE = 16_000;

  private FormulaVideo() {}

  /** Returns the brightness of row y and column x of picture t. */
  public static int brightness(int t, int y, int x) {
    return t % 50 + 10 * y + 7 * x;
  }

  /** Returns sample n: a sweep. */
  public static float sound(int n) {
    return (float) (0.3 * Math.sin(1e-5 * n * n));
  }

  /** Writes {@code frames} pictures, with sound of the same length or without. */
  public static Path write(Path file, int frames, boolean withSound)
      throws IOException, MediaException {
    Files.createDirectories(file.resolveSibling(""));
    OutputFormat format =
        new OutputFormat(
            Container.MOV,
            OutputFormat.Video.of(VideoCodec.RAW, WIDTH, HEIGHT, FrameRate.of(25)),
            withSound ? OutputFormat.Audio.of(AudioCodec.PCM, RATE, 1) : null);
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int t = 0; t < frames; t++) {
        byte[] rgb = new byte[HEIGHT * WIDTH * 3];
        for (int i = 0; i < rgb.length; i++) {
          rgb[i] = (byte) brightness(t, i / 3 / WIDTH, i / 3 % WIDTH);
        }
        writer.writeFrame(rgb);
      }
      if (withSound) {
        float[] samples = new float[frames * RATE / 25];
        for (int n = 0; n < samples.length; n++) {
          samples[n] = sound(n);
        }
        writer.writeSamples(samples);
      }
      writer.finish();
    }
    return file;
  }
}

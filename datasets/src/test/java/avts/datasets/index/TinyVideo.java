package avts.datasets.index;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Real videos of 64 x 48 at 25 fps with 16 kHz noise that rises and falls.
 *
 * @param seed another seed, another sound
 * @param seconds length of the pictures
 * @param soundSeconds length of the sound, 0 for no sound stream
 * @param still whether the pictures never change
 * @param gain factor on the sound
 */
record TinyVideo(long seed, double seconds, double soundSeconds, boolean still, double gain) {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int FPS = 25;
  private static final int RATE = 16_000;

  static TinyVideo of(long seed) {
    return new TinyVideo(seed, 2, 2, false, 1);
  }

  Path write(Path file) throws MediaException {
    return write(file, Container.MP4);
  }

  Path write(Path file, Container container) throws MediaException {
    OutputFormat format =
        new OutputFormat(
            container,
            OutputFormat.Video.of(VideoCodec.MPEG4, WIDTH, HEIGHT, FrameRate.of(FPS)),
            soundSeconds == 0 ? null : OutputFormat.Audio.of(AudioCodec.AAC, RATE, 1));
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      int frames = (int) Math.round(seconds * FPS);
      float[] sound = sound(seed, (int) Math.round(soundSeconds * RATE));
      for (int n = 0; n < sound.length; n++) {
        sound[n] *= (float) gain;
      }
      for (int frame = 0; frame < frames; frame++) {
        writer.writeFrame(picture(still ? 0 : frame));
      }
      if (sound.length > 0) {
        writer.writeSamples(sound);
      }
      writer.finish();
    }
    return file;
  }

  private static byte[] picture(int frame) {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean inside = Math.abs(x - (frame * 3) % WIDTH) < 8 && Math.abs(y - 24) < 8;
        int value = inside ? 230 : 40 + x;
        for (int channel = 0; channel < 3; channel++) {
          rgb[(y * WIDTH + x) * 3 + channel] = (byte) value;
        }
      }
    }
    return rgb;
  }

  /** Returns noise that rises and falls; the same beginning whatever the length. */
  static float[] sound(long seed, int samples) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] sound = new float[samples];
    double low = 0;
    double level = 0.1;
    double pole = 0.8;
    for (int n = 0; n < samples; n++) {
      if (n % 800 == 0) {
        level = random.nextDouble(0.02, 0.3);
        pole = random.nextDouble(0.2, 0.95);
      }
      low = pole * low + (1 - pole) * random.nextDouble(-1, 1);
      sound[n] = (float) (level * low * 2);
    }
    return sound;
  }
}

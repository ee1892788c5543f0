package avts.pretrain.report;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.VideoFrames;
import avts.datasets.signal.WavFile;
import com.google.common.io.BaseEncoding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Turns pictures and sound into data URIs, for pages that need no other file. */
public final class ExampleMedia {
  private static final float QUALITY = 0.8f;

  private ExampleMedia() {}

  /**
   * Returns some of the pictures side by side as a JPEG.
   *
   * @param count how many pictures to show, evenly spaced from the first to the last
   */
  public static String strip(VideoFrames frames, int count) {
    checkArgument(count >= 1, "a strip needs a picture, got %s", count);
    int shown = Math.min(count, frames.frames());
    int width = frames.width();
    BufferedImage strip =
        new BufferedImage(shown * width, frames.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < shown; i++) {
      int frame = shown == 1 ? 0 : i * (frames.frames() - 1) / (shown - 1);
      for (int y = 0; y < frames.height(); y++) {
        for (int x = 0; x < width; x++) {
          strip.setRGB(i * width + x, y, pixel(frames, frame, y, x));
        }
      }
    }
    return "data:image/jpeg;base64," + BaseEncoding.base64().encode(jpeg(strip));
  }

  /** Returns mono sound in -1..1 as a WAV file. */
  public static String sound(float[] samples, int sampleRate) {
    return "data:audio/wav;base64,"
        + BaseEncoding.base64().encode(WavFile.encode(samples, sampleRate));
  }

  private static int pixel(VideoFrames frames, int frame, int y, int x) {
    int at = ((frame * frames.height() + y) * frames.width() + x) * 3;
    byte[] rgb = frames.rgb();
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }

  private static byte[] jpeg(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be written to memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

package avts.datasets.index;

import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaReader;
import avts.datasets.media.MediaSource;
import avts.datasets.media.VideoFrames;
import avts.datasets.time.FrameSpan;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** A file's first picture, small, for the report. */
final class Thumbnail {
  private static final int SMALL_SIDE = 72;

  private Thumbnail() {}

  /** Returns the picture as a JPEG data URI, empty where none can be decoded. */
  static String of(MediaSource source) throws IOException {
    try (MediaReader reader = FfmpegMediaReader.open(source)) {
      MediaInfo.Video video = reader.info().video();
      if (video == null) {
        return "";
      }
      long first = video.rate().frameAt(Math.max(0, video.startMicros()), 1_000_000);
      VideoFrames frames = reader.readFrames(new FrameSpan(first, 1, video.rate()), SMALL_SIDE);
      return dataUri(frames);
    } catch (MediaException e) {
      return "";
    }
  }

  private static String dataUri(VideoFrames frames) throws IOException {
    BufferedImage image =
        new BufferedImage(frames.width(), frames.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = frames.rgb();
    for (int y = 0, at = 0; y < frames.height(); y++) {
      for (int x = 0; x < frames.width(); x++, at += 3) {
        int red = Byte.toUnsignedInt(rgb[at]);
        int green = Byte.toUnsignedInt(rgb[at + 1]);
        int blue = Byte.toUnsignedInt(rgb[at + 2]);
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray());
  }
}

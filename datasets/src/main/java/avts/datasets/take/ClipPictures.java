package avts.datasets.take;

import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Pictures of single clips that belong to no set; they need no sound. */
public final class ClipPictures {

  private ClipPictures() {}

  /**
   * Reads all pictures of a clip as the takes of a set are read: a video file, or {@code .mat} lips
   * of AV-Letters.
   *
   * @param options size and rate; lips of AV-Letters have their own
   * @throws MediaException if a video cannot be decoded or has no pictures
   * @throws IOException if the file is missing or breaks its format
   */
  public static GrayVideo read(Path file, TakeOptions options) throws IOException, MediaException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".mat")) {
      return LipsFile.read(file);
    }
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      return GrayPictures.read(
          reader,
          MediaTakes.span(reader, file, null, options.frameRate()),
          options.height(),
          options.width());
    }
  }
}

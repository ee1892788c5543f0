package avts.datasets.media;

/** Reads what a container says of its streams, without decoding them. */
public final class MediaProbe {
  private MediaProbe() {}

  /**
   * Opens {@code source} and returns FFmpeg's best picture and sound stream.
   *
   * @throws MediaException if there is no such file or it is not a media file
   */
  public static MediaInfo probe(MediaSource source) throws MediaException {
    try (InputFile file = InputFile.open(source)) {
      return file.info();
    }
  }
}

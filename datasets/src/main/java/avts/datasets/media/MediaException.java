package avts.datasets.media;

import org.jspecify.annotations.Nullable;

/** A media file that cannot be opened, read or written; the message names file and cause. */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient MediaSource source;

  /** Creates the exception for {@code source}; {@code problem} says what was wrong with it. */
  public MediaException(MediaSource source, String problem) {
    this(source, problem, null);
  }

  /** Creates the exception for {@code source} with the lower-level {@code cause}. */
  public MediaException(MediaSource source, String problem, @Nullable Throwable cause) {
    super(source + ": " + problem, cause);
    this.source = source;
  }

  /** Returns the file that could not be opened, read or written. */
  public MediaSource source() {
    return source;
  }
}

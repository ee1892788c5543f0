package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.file.Path;

/**
 * Where a media file's bytes lie: a whole file, or a stretch of one (a member of a tar shard).
 *
 * @param file the file on disk
 * @param offset first byte, 0 for a whole file
 * @param length number of bytes, or -1 for all up to the end of the file
 */
public record MediaSource(Path file, long offset, long length) {

  /** Checks the stretch. */
  public MediaSource {
    checkArgument(offset >= 0, "offset must not be negative, got %s", offset);
    checkArgument(length >= -1, "length must be -1 or a number of bytes, got %s", length);
  }

  /** Returns the whole of {@code file}. */
  public static MediaSource of(Path file) {
    return new MediaSource(file, 0, -1);
  }

  /** Returns whether this is a stretch of a larger file. */
  public boolean isStretch() {
    return offset > 0 || length >= 0;
  }

  /** Returns the file's name, with the stretch where there is one, for messages. */
  @Override
  public String toString() {
    return isStretch() ? file + "[" + offset + "+" + length + "]" : file.toString();
  }
}

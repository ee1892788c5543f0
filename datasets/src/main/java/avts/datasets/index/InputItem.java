package avts.datasets.index;

import avts.datasets.media.MediaSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file to look at.
 *
 * @param file absolute path on disk
 * @param member name inside the tar shard, or null for a file of its own
 * @param offset first byte, 0 for a file of its own
 * @param bytes number of bytes, -1 where the file could not be asked
 * @param modifiedMillis time of the last change on disk, in milliseconds since 1970
 * @param problem why it cannot even be opened; empty where it can
 */
public record InputItem(
    Path file,
    @Nullable String member,
    long offset,
    long bytes,
    long modifiedMillis,
    String problem) {

  /** Returns the file's path, that of a shard's member behind an exclamation mark. */
  public String name() {
    return member == null ? file.toString() : file + "!" + member;
  }

  /** Returns where the bytes lie. */
  public MediaSource source() {
    return member == null
        ? MediaSource.of(file)
        : new MediaSource(file, offset, Math.max(0, bytes));
  }
}

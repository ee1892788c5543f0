package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the files open that were read last, so that neighbouring windows need not open them again.
 *
 * <p>The cache owns its readers: they are closed when others push them out and by {@link #close()}.
 * Belongs to one thread at a time.
 */
public final class MediaReaderCache implements AutoCloseable {

  /** Opens files of a manifest by their index. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Opens file {@code file}.
     *
     * @throws MediaException if it is gone or cannot be opened; the message names it
     */
    MediaReader open(int file) throws MediaException;
  }

  private final Opener opener;
  private final int capacity;
  private final Map<Integer, MediaReader> open = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Creates an empty cache.
   *
   * @param capacity number of files kept open, positive
   */
  public MediaReaderCache(Opener opener, int capacity) {
    checkArgument(capacity > 0, "capacity must be positive, got %s", capacity);
    this.opener = opener;
    this.capacity = capacity;
  }

  /**
   * Returns a reader of file {@code file}, which the caller must not close and must not use after
   * asking for another.
   *
   * @throws MediaException if the file cannot be opened
   */
  public MediaReader get(int file) throws MediaException {
    MediaReader reader = open.get(file);
    if (reader == null) {
      if (open.size() == capacity) {
        Iterator<MediaReader> oldest = open.values().iterator();
        MediaReader closing = oldest.next();
        oldest.remove();
        closing.close();
      }
      reader = opener.open(file);
      open.put(file, reader);
    }
    return reader;
  }

  /** Returns the number of open files. */
  public int size() {
    return open.size();
  }

  /** Closes all files. */
  @Override
  public void close() {
    open.values().forEach(MediaReader::close);
    open.clear();
  }
}

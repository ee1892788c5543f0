package avts.datasets.batch;

import avts.datasets.media.MediaException;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.Iterator;

/**
 * Batches in order, such as those of one epoch.
 *
 * <p>Loading runs ahead on worker threads; what goes wrong there is thrown by {@link #next()}. A
 * source belongs to one thread at a time.
 *
 * @param <B> a batch
 */
public interface BatchSource<B> extends AutoCloseable {

  /** Returns a source of {@code batches} that are in memory or made on the spot. */
  @MustBeClosed
  static <B> BatchSource<B> of(Iterator<B> batches) {
    return new BatchesAtHand<>(batches);
  }

  /** Returns whether there is a further batch. */
  boolean hasNext();

  /**
   * Returns the next batch, waiting for it where the workers are behind. Its arrays belong to the
   * caller.
   *
   * @throws MediaException if a file cannot be read any more; the message names it
   * @throws InterruptedException if the waiting thread was interrupted
   * @throws java.util.NoSuchElementException if there is no further batch
   */
  B next() throws MediaException, InterruptedException;

  /**
   * Takes back a batch whose arrays later ones may be written into; the caller must not use it any
   * more. Nobody has to give batches back, but fresh arrays of their size cost collections.
   */
  default void giveBack(B batch) {}

  /** Returns the nanoseconds that {@link #next()} has taken in all. */
  long waitedNanos();

  /** Stops the workers and closes their files. */
  @Override
  void close();
}

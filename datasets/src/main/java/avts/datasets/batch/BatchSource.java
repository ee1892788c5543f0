package avts.datasets.batch;

import avts.datasets.media.MediaException;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.Iterator;

/**
 * The micro-batches of one epoch, in order.
 *
 * <p>Batch n is a function of seed, epoch, mix and n alone. Loading runs ahead on worker threads;
 * what goes wrong there is thrown by {@link #next()}. A source belongs to one thread at a time.
 */
public interface BatchSource extends AutoCloseable {

  /** Returns a source of {@code batches} that are in memory or made on the spot. */
  @MustBeClosed
  static BatchSource of(Iterator<Batch> batches) {
    return new BatchesAtHand(batches);
  }

  /** Returns whether the epoch has a further batch. */
  boolean hasNext();

  /**
   * Returns the next batch, waiting for it where the workers are behind. Its arrays belong to the
   * caller.
   *
   * @throws MediaException if a file cannot be read any more; the message names it
   * @throws InterruptedException if the waiting thread was interrupted
   * @throws java.util.NoSuchElementException if the epoch has no further batch
   */
  Batch next() throws MediaException, InterruptedException;

  /** Returns the nanoseconds that {@link #next()} has taken in all. */
  long waitedNanos();

  /** Stops the workers and closes their files. */
  @Override
  void close();
}

package avts.datasets.batch;

import avts.datasets.media.MediaException;

/** The labelled batches of one epoch, in order. A source belongs to one thread at a time. */
public interface LabelledSource extends AutoCloseable {

  /** Returns whether the epoch has a further batch. */
  boolean hasNext();

  /**
   * Returns the next batch, waiting for it where need be; its arrays belong to the caller.
   *
   * @throws MediaException if a file cannot be read any more; the message names it
   * @throws InterruptedException if the waiting thread was interrupted
   * @throws java.util.NoSuchElementException if the epoch has no further batch
   */
  LabelledBatch next() throws MediaException, InterruptedException;

  /** Returns the nanoseconds that {@link #next()} has waited in all. */
  long waitedNanos();

  /** Ends loading. */
  @Override
  void close();
}

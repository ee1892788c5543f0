package avts.pretrain.train;

import avts.datasets.media.MediaException;

/** The micro-batches of one epoch, each run forward and backward when it is asked for. */
public interface MicroBatches extends AutoCloseable {

  /** Returns whether the epoch has a further one. */
  boolean hasNext();

  /**
   * Loads the next micro-batch and runs it with the parameters that the task was given last.
   *
   * @throws MediaException if a file cannot be read any more; the message names it
   * @throws InterruptedException if the waiting thread was interrupted
   */
  MicroResult next() throws MediaException, InterruptedException;

  /** Returns the nanoseconds that {@link #next()} has waited for data in all. */
  long waitedNanos();

  /** Ends loading. */
  @Override
  void close();
}

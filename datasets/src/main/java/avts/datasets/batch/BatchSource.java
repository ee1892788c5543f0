package avts.datasets.batch;

import java.io.IOException;

/**
 * An endless, reproducible sequence of batches.
 *
 * <p>Batch n is a function of the seed and n alone. Loading runs ahead on worker threads; what goes
 * wrong there is thrown by {@link #next()}.
 */
public interface BatchSource extends AutoCloseable {

  /**
   * Returns the next batch, waiting for it where the workers are behind.
   *
   * @throws IOException if a file cannot be read any more; the message names it
   * @throws InterruptedException if the waiting thread was interrupted
   */
  Batch next() throws IOException, InterruptedException;

  /** Returns the nanoseconds that {@link #next()} has waited in all. */
  long waitedNanos();

  /** Stops the workers and closes their files. */
  @Override
  void close();
}

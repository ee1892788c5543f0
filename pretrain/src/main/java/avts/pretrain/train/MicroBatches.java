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

  /**
   * Loads the next micro-batches and runs them as one step: loss and gradient are those of all
   * their examples together, the statistics the mean of theirs.
   *
   * <p>Does so one by one, which is right for every loss that is a mean over examples.
   *
   * @param count how many, at least 1; fewer where the epoch ends before
   * @throws MediaException if a file cannot be read any more; the message names it
   * @throws InterruptedException if the waiting thread was interrupted
   * @throws java.util.NoSuchElementException if there is no further micro-batch
   */
  default MicroResult next(int count) throws MediaException, InterruptedException {
    MicroResult first = next();
    if (count == 1 || !hasNext()) {
      return first;
    }
    GradientMean mean =
        new GradientMean(first.output().gradient().length, first.output().batchStatistics().length);
    mean.add(first);
    for (int i = 1; i < count && hasNext(); i++) {
      mean.add(next());
    }
    return mean.mean();
  }

  /** Returns the nanoseconds that {@link #next()} has waited for data in all. */
  long waitedNanos();

  /** Ends loading. */
  @Override
  void close();
}

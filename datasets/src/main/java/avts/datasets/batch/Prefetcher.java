package avts.datasets.batch;

import avts.datasets.media.MediaException;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs ahead on worker threads and hands their results out in order.
 *
 * <p>A job consists of tasks that run side by side. At most {@code ahead} jobs are under way or
 * waiting to be taken; new ones start when one is taken, so nobody polls. Whatever the number of
 * threads, the results and their order are the same. A prefetcher belongs to one thread at a time.
 */
final class Prefetcher<T> implements BatchSource<T> {

  private static final Logger log = LoggerFactory.getLogger(Prefetcher.class);

  /** How long {@link #close} waits for tasks that are inside the decoder. */
  private static final long CLOSE_SECONDS = 10;

  private final Iterator<Job<T>> jobs;
  private final int ahead;
  private final ExecutorService workers;
  private final ArrayDeque<Running<T>> running = new ArrayDeque<>();
  private long waitedNanos;

  /**
   * Starts the workers.
   *
   * @param name what the threads are named after
   * @param threads number of worker threads
   * @param ahead greatest number of jobs begun and not yet taken
   * @param jobs the jobs in order, made on the thread that calls {@link #next()}
   */
  Prefetcher(String name, int threads, int ahead, Iterator<Job<T>> jobs) {
    this.jobs = jobs;
    this.ahead = ahead;
    workers =
        Executors.newFixedThreadPool(
            threads,
            new ThreadFactoryBuilder().setNameFormat(name + "-%d").setDaemon(true).build());
    boolean begun = false;
    try {
      fill();
      begun = true;
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  /**
   * Work whose parts may run at the same time.
   *
   * @param tasks the parts; each writes into what {@code result} will hold
   * @param result what comes out when all have ended
   */
  record Job<T>(List<Task> tasks, T result) {}

  /** A part of a job. */
  interface Task {
    /** Does the part's work. */
    void run() throws MediaException;
  }

  private record Running<T>(List<Future<?>> parts, T result) {}

  @Override
  public boolean hasNext() {
    return !running.isEmpty();
  }

  @Override
  public T next() throws MediaException, InterruptedException {
    long started = System.nanoTime();
    try {
      Running<T> first = running.peek();
      if (first == null) {
        throw new NoSuchElementException("there are no further batches");
      }
      for (Future<?> part : first.parts) {
        part.get();
      }
      running.remove();
      fill();
      return first.result;
    } catch (ExecutionException e) {
      close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Throwables.throwIfInstanceOf(cause, MediaException.class);
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException("a worker failed", cause);
    } finally {
      waitedNanos += System.nanoTime() - started;
    }
  }

  @Override
  public long waitedNanos() {
    return waitedNanos;
  }

  /** Drops what was not begun, waits for what is inside the decoder, and ends the threads. */
  @Override
  public void close() {
    running.clear();
    workers.shutdownNow();
    boolean ended =
        Uninterruptibles.awaitTerminationUninterruptibly(workers, CLOSE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      log.warn("a loader thread is still inside the decoder after {} s", CLOSE_SECONDS);
    }
  }

  private void fill() {
    while (running.size() < ahead && jobs.hasNext()) {
      Job<T> job = jobs.next();
      List<Future<?>> parts = new ArrayList<>();
      for (Task task : job.tasks) {
        Callable<Void> work =
            () -> {
              task.run();
              return null;
            };
        parts.add(workers.submit(work));
      }
      running.add(new Running<>(parts, job.result));
    }
  }
}

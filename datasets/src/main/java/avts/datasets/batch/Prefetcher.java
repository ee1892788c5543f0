package avts.datasets.batch;

import avts.datasets.media.MediaException;
import com.google.common.base.Throwables;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs ahead on worker threads and hands their results out in order.
 *
 * <p>A job consists of tasks that run side by side. At most {@code ahead} jobs are under way or
 * waiting to be taken; new ones start when one is taken, so nobody polls. Whatever the number of
 * threads, the results and their order are the same. The threads work at the lowest priority unless
 * somebody waits for a result, or the one to be taken next is late. A prefetcher belongs to one
 * thread at a time.
 */
final class Prefetcher<T> implements BatchSource<T> {
  private final Iterator<Job<T>> jobs;
  private final Consumer<T> returned;
  private final int ahead;
  private final LoaderThreads workers;
  private final ArrayDeque<Running<T>> running = new ArrayDeque<>();
  private long waitedNanos;

  /** What is taken next; null where nothing of it has been begun. */
  private volatile @Nullable Running<T> due;

  /**
   * Starts the workers.
   *
   * @param name what the threads are named after
   * @param threads number of worker threads
   * @param ahead greatest number of jobs begun and not yet taken
   * @param jobs the jobs in order, made on the thread that calls {@link #next()}
   */
  Prefetcher(String name, int threads, int ahead, Iterator<Job<T>> jobs) {
    this(name, threads, ahead, jobs, result -> {});
  }

  /**
   * Starts the workers.
   *
   * @param name what the threads are named after
   * @param threads number of worker threads
   * @param ahead greatest number of jobs begun and not yet taken
   * @param jobs the jobs in order, made on the thread that calls {@link #next()}
   * @param returned takes the results that are given back
   */
  Prefetcher(String name, int threads, int ahead, Iterator<Job<T>> jobs, Consumer<T> returned) {
    this.jobs = jobs;
    this.returned = returned;
    this.ahead = ahead;
    workers = new LoaderThreads(name, threads, this::late);
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

  private record Running<T>(List<Future<?>> parts, T result) {

    boolean done() {
      for (Future<?> part : parts) {
        if (!part.isDone()) {
          return false;
        }
      }
      return true;
    }
  }

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
      due = first;
      workers.lookAgain();
      for (Future<?> part : first.parts) {
        part.get();
      }
      running.remove();
      due = running.peek();
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
  public void giveBack(T result) {
    returned.accept(result);
  }

  @Override
  public long waitedNanos() {
    return waitedNanos;
  }

  /** Drops what was not begun, waits for what is inside the decoder, and ends the threads. */
  @Override
  public void close() {
    running.clear();
    workers.close();
  }

  private boolean late() {
    Running<T> next = due;
    return next != null && !next.done();
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
    workers.lookAgain();
  }
}

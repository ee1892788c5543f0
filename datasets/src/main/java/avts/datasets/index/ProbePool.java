package avts.datasets.index;

import avts.datasets.index.WorkerProcess.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks many questions of child processes, as many at a time as there are workers.
 *
 * <p>A process that dies or shows no progress is replaced; its question counts as answered so.
 */
final class ProbePool {
  /** Takes the replies, in any order and from several threads. */
  @FunctionalInterface
  interface Receiver {
    /** Takes the reply to question {@code index}. */
    void receive(int index, Reply reply) throws IOException;
  }

  private final List<String> command;
  private final int workers;
  private final Duration limit;

  ProbePool(List<String> command, int workers, Duration limit) {
    this.command = List.copyOf(command);
    this.workers = workers;
    this.limit = limit;
  }

  /**
   * Asks all {@code questions}.
   *
   * @throws IOException if processes cannot be started, or what {@code receiver} threw
   */
  void ask(List<String> questions, Receiver receiver) throws IOException, InterruptedException {
    int threads = Math.min(workers, questions.size());
    if (threads == 0) {
      return;
    }
    AtomicInteger next = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            executor.submit(
                () -> {
                  work(questions, next, receiver);
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException problem) {
        throw problem;
      }
      throw new IllegalStateException("a probing thread failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private void work(List<String> questions, AtomicInteger next, Receiver receiver)
      throws IOException, InterruptedException {
    @Nullable WorkerProcess worker = null;
    try {
      for (int index = next.getAndIncrement();
          index < questions.size() && !Thread.currentThread().isInterrupted();
          index = next.getAndIncrement()) {
        if (worker == null) {
          worker = startWorker();
        }
        Reply reply = worker.ask(questions.get(index), limit);
        if (reply.ending() != WorkerProcess.Ending.ANSWERED) {
          worker.close();
          worker = null;
        }
        receiver.receive(index, reply);
      }
    } finally {
      if (worker != null) {
        worker.close();
      }
    }
  }

  /** The worker outlives this method on purpose: {@link #work} closes it. */
  @SuppressWarnings("MustBeClosedChecker")
  private WorkerProcess startWorker() throws IOException, InterruptedException {
    return WorkerProcess.start(command);
  }
}

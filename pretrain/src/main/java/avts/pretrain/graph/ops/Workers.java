package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed number of threads that share the work of one operation.
 *
 * <p>The calling thread does its part. Belongs to one engine; close it with the engine.
 */
public final class Workers implements AutoCloseable {

  /** Below this number of values a second thread costs more than it saves. */
  private static final int WORTH_SHARING = 1 << 14;

  /** Works on the items from {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface Range {
    /** Does the work. */
    void run(int from, int to);
  }

  private final int threads;
  private final ExecutorService helpers;

  /**
   * Starts the threads.
   *
   * @param threads number of threads, the calling one included, at least 1
   */
  public Workers(int threads) {
    checkArgument(threads >= 1, "threads must be positive, got %s", threads);
    this.threads = threads;
    helpers =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            work -> {
              Thread thread = new Thread(work, "avts-op");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Returns the number of threads, the calling one included. */
  public int threads() {
    return threads;
  }

  /**
   * Splits {@code count} items of {@code size} values each into even ranges, one per thread, and
   * waits for all.
   */
  public void share(int count, long size, Range range) {
    int parts = count * size < WORTH_SHARING ? 1 : Math.min(threads, count);
    List<Future<?>> started = new ArrayList<>();
    for (int part = 1; part < parts; part++) {
      int from = (int) ((long) count * part / parts);
      int to = (int) ((long) count * (part + 1) / parts);
      started.add(helpers.submit(() -> range.run(from, to)));
    }
    range.run(0, count / parts);
    for (Future<?> future : started) {
      await(future);
    }
  }

  private static void await(Future<?> future) {
    boolean interrupted = false;
    while (true) {
      try {
        future.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the arrays are in use until the other thread is done
      } catch (ExecutionException e) {
        throw new IllegalStateException("operation failed on a helper thread", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    helpers.shutdownNow();
  }
}

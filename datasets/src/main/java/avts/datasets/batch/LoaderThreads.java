package avts.datasets.batch;

import avts.datasets.machine.BackgroundThread;
import com.google.common.util.concurrent.Uninterruptibles;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that load for somebody who calculates on the same cores.
 *
 * <p>There are as many of the lowest priority as of the usual one, and only one kind works at a
 * time. An operation that is divided between all cores waits for its slowest part, so a loading
 * thread that takes a core costs much more than its own time; one of the lowest priority takes what
 * the calculation leaves over. But beside other programs that may be next to nothing, so it is only
 * good while there is a reserve.
 */
final class LoaderThreads implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LoaderThreads.class);

  /** How long {@link #close} waits for tasks that are inside the decoder. */
  private static final long CLOSE_SECONDS = 10;

  private final BooleanSupplier late;
  private final List<Thread> threads = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();

  /**
   * What threads of the usual and of the lowest priority wait for; waking a thread takes a core.
   */
  private final Condition usual = lock.newCondition();

  private final Condition lowest = lock.newCondition();

  @GuardedBy("lock") private final ArrayDeque<FutureTask<?>> waiting = new ArrayDeque<>();

  @GuardedBy("lock") private boolean closed;

  /**
   * Starts the threads.
   *
   * @param name what they are named after
   * @param count how many work at a time
   * @param late whether somebody waits, or would have to if he came now; asked on any thread
   */
  LoaderThreads(String name, int count, BooleanSupplier late) {
    this.late = late;
    for (int i = 0; i < count; i++) {
      Thread hurried = new Thread(() -> work(true), name + "-" + i);
      hurried.setDaemon(true);
      threads.add(hurried);
      threads.add(new BackgroundThread(() -> work(false), name + "-low-" + i, late));
    }
    threads.forEach(Thread::start);
  }

  /** Puts a task behind those that wait; {@link #lookAgain} has it begun. */
  Future<?> submit(Callable<?> task) {
    FutureTask<?> submitted = new FutureTask<>(task);
    lock.lock();
    try {
      waiting.add(submitted);
    } finally {
      lock.unlock();
    }
    return submitted;
  }

  /**
   * Wakes those threads whose turn it is, if there is anything to do. To be called after tasks were
   * submitted, and when being late may have begun or ended.
   */
  void lookAgain() {
    lock.lock();
    try {
      if (!waiting.isEmpty()) {
        (late.getAsBoolean() ? usual : lowest).signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void work(boolean whenLate) {
    for (FutureTask<?> task = next(whenLate); task != null; task = next(whenLate)) {
      task.run();
      lookAgain();
    }
  }

  /** Waits for a task; null at the end. */
  private @Nullable FutureTask<?> next(boolean whenLate) {
    Condition turn = whenLate ? usual : lowest;
    lock.lock();
    try {
      while (!closed && (waiting.isEmpty() || late.getAsBoolean() != whenLate)) {
        turn.await();
      }
      return closed ? null : waiting.remove();
    } catch (InterruptedException e) {
      return null; // by close() alone
    } finally {
      lock.unlock();
    }
  }

  /** Drops what was not begun, waits for what is inside the decoder, and ends the threads. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
    } finally {
      lock.unlock();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      Uninterruptibles.joinUninterruptibly(
          thread, Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
    if (threads.stream().anyMatch(Thread::isAlive)) {
      log.warn("a loader thread is still inside the decoder after {} s", CLOSE_SECONDS);
    }
  }
}

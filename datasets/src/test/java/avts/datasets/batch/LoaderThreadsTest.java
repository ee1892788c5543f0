package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.Prefetcher.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoaderThreadsTest {
  private static final int JOBS = 20;

  private static int priority() {
    return Thread.currentThread().getPriority();
  }

  @Test
  void whoIsLateWorksAtTheUsualPriorityAndWhoIsNotAtTheLowest() throws Exception {
    AtomicBoolean late = new AtomicBoolean(true);
    try (LoaderThreads threads = new LoaderThreads("test", 2, late::get)) {
      List<Future<?>> hurried = submit(threads, 8);
      for (Future<?> task : hurried) {
        assertEquals(Thread.NORM_PRIORITY, task.get());
      }
      late.set(false);
      for (Future<?> task : submit(threads, 8)) {
        assertEquals(Thread.MIN_PRIORITY, task.get());
      }
    }
  }

  @Test
  void tasksThatWaitAreTakenOverByTheOtherThreads() throws Exception {
    AtomicBoolean late = new AtomicBoolean(false);
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch released = new CountDownLatch(1);
    try (LoaderThreads threads = new LoaderThreads("test", 2, late::get)) {
      List<Future<?>> before = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        before.add(
            threads.submit(
                () -> {
                  begun.countDown();
                  released.await();
                  return priority();
                }));
      }
      Future<?> behind = threads.submit(LoaderThreadsTest::priority);
      threads.lookAgain();
      begun.await();
      assertThrows(TimeoutException.class, () -> behind.get(50, TimeUnit.MILLISECONDS));
      late.set(true);
      threads.lookAgain();
      assertEquals(Thread.NORM_PRIORITY, behind.get());
      released.countDown();
      for (Future<?> task : before) {
        assertEquals(Thread.MIN_PRIORITY, task.get());
      }
    }
  }

  @Test
  void closingDropsWhatWasNotBegunAndEndsTheThreads() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Future<?> running;
    Future<?> dropped;
    try (LoaderThreads threads = new LoaderThreads("closing-test", 1, () -> true)) {
      running =
          threads.submit(
              () -> {
                begun.countDown();
                try {
                  return new CountDownLatch(1).await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  interrupted.set(true);
                  throw e;
                }
              });
      dropped = threads.submit(LoaderThreadsTest::priority);
      threads.lookAgain();
      begun.await();
    }
    assertTrue(running.isDone());
    assertTrue(interrupted.get());
    assertFalse(dropped.isDone());
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("closing-test")));
  }

  @Test
  void aPrefetcherFillsItsReserveInTheBackground() throws Exception {
    List<Integer> priorities = new ArrayList<>();
    Stream<Job<Integer>> jobs =
        IntStream.range(0, JOBS)
            .mapToObj(
                number ->
                    new Job<>(
                        List.of(
                            () -> {
                              synchronized (priorities) {
                                priorities.add(priority());
                              }
                            }),
                        number));
    try (Prefetcher<Integer> source = new Prefetcher<>("test", 1, 2, jobs.iterator())) {
      for (int number = 0; number < JOBS; number++) {
        assertEquals(number, source.next());
        settle(priorities, Math.min(JOBS, number + 3));
      }
    }
    assertTrue(
        priorities.contains(Thread.MIN_PRIORITY),
        "each was begun with one in reserve: " + priorities);
  }

  private static void settle(List<Integer> done, int count) throws InterruptedException {
    while (true) {
      synchronized (done) {
        if (done.size() >= count) {
          return;
        }
      }
      Thread.sleep(1);
    }
  }

  private static List<Future<?>> submit(LoaderThreads threads, int count) {
    List<Future<?>> submitted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      submitted.add(threads.submit(LoaderThreadsTest::priority));
    }
    threads.lookAgain();
    return submitted;
  }
}

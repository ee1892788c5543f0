package avts.datasets.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundThreadTest {

  @Test
  void asksWhetherItIsInAHurryBeforeItGivesWay() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger priority = new AtomicInteger();
    BackgroundThread thread =
        new BackgroundThread(
            () -> {
              priority.set(Thread.currentThread().getPriority());
              for (int i = 0; i < 5; i++) {
                BackgroundThread.giveWay();
              }
            },
            "background-test",
            () -> asked.incrementAndGet() % 2 == 0);
    assertTrue(thread.isDaemon());
    thread.start();
    thread.join();
    assertEquals(5, asked.get());
    assertEquals(Thread.MIN_PRIORITY, priority.get());
  }
}

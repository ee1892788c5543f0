package avts.pretrain.train;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop, and holds the process until the trainer has
 * finished its step and written its checkpoint.
 *
 * <p>Opened around the training; the process may end as soon as it is closed.
 */
public final class GracefulStop implements AutoCloseable {
  private static final long LONGEST_WAIT_MINUTES = 10;

  private static final Logger log = LoggerFactory.getLogger(GracefulStop.class);

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private GracefulStop(StopSignal signal) {
    hook = new Thread(() -> stopAndWait(signal), "avts-stop");
  }

  /** Passes a shutdown of the virtual machine on to {@code signal}. */
  @MustBeClosed
  public static GracefulStop on(StopSignal signal) {
    GracefulStop stop = new GracefulStop(signal);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  private void stopAndWait(StopSignal signal) {
    signal.request();
    try {
      boolean inTime = finished.await(LONGEST_WAIT_MINUTES, TimeUnit.MINUTES);
      if (!inTime) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("shutdown is under way; its hook returns now that training has ended", e);
    }
  }
}

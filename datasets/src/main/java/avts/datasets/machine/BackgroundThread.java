package avts.datasets.machine;

import java.util.function.BooleanSupplier;

/**
 * A thread of the lowest priority for work that nobody waits for yet, beside a calculation that
 * needs all cores every few hundred microseconds.
 *
 * <p>Priority alone is not enough: Linux lets a thread that runs finish its turn, milliseconds,
 * though one of a higher priority woke up. Work done here should therefore {@link #giveWay} between
 * its parts.
 */
public final class BackgroundThread extends Thread {
  private final BooleanSupplier inHurry;

  /**
   * Creates a daemon thread, not started.
   *
   * @param work what it does
   * @param name its name
   * @param inHurry whether somebody waits for the work after all; asked on this thread
   */
  // What is calculated does not depend on priorities, only how long others take beside it.
  @SuppressWarnings("ThreadPriorityCheck")
  public BackgroundThread(Runnable work, String name, BooleanSupplier inHurry) {
    super(work, name);
    this.inHurry = inHurry;
    setDaemon(true);
    setPriority(MIN_PRIORITY);
  }

  /**
   * Lets others run first if this is a background thread that is in no hurry; does nothing on any
   * other. A turn that is given away is lost where another program always wants the core, so who is
   * in a hurry must not.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  public static void giveWay() {
    if (Thread.currentThread() instanceof BackgroundThread thread
        && !thread.inHurry.getAsBoolean()) {
      Thread.yield();
    }
  }
}

package avts.pretrain.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a trainer, from any thread, to end after the step it is in. */
public final class StopSignal {
  private final AtomicBoolean requested = new AtomicBoolean();

  /** Asks for the end. */
  public void request() {
    requested.set(true);
  }

  /** Returns whether the end was asked for. */
  public boolean requested() {
    return requested.get();
  }
}

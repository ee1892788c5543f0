package avts.datasets.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store that cannot be written or continued; the message says what to do. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; {@code message} names the store and what is wrong. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package avts.datasets.mouth;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Mouths cannot be cut out as asked for; the message says why and what to do. */
public final class MouthException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public MouthException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

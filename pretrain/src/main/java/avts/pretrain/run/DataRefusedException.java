package avts.pretrain.run;

import java.io.IOException;

/** The data cannot be used as asked; the message says why and what to do. */
public final class DataRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public DataRefusedException(String message) {
    super(message);
  }

  /** Creates the exception with the lower-level {@code cause}. */
  public DataRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}

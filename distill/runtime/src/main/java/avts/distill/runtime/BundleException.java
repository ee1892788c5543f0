package avts.distill.runtime;

import java.io.IOException;

/** A bundle that cannot be used; the message names the file, what is wrong and what to do. */
public final class BundleException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message for people. */
  public BundleException(String message) {
    super(message);
  }

  /** Makes an exception with a message for people, and what lies behind it. */
  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}

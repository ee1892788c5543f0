package avts.datasets.index;

import java.io.IOException;

/** The inputs hold no file with a known extension. */
public final class NoVideosException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message says where was looked and for what. */
  public NoVideosException(String message) {
    super(message);
  }
}

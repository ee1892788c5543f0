package avts.pretrain.checkpoint;

import java.io.IOException;

/** A checkpoint that cannot be written or read; the message names folder, cause and remedy. */
public final class CheckpointException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a full sentence. */
  public CheckpointException(String message) {
    super(message);
  }

  /** Creates the exception with a full sentence and the lower-level {@code cause}. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}

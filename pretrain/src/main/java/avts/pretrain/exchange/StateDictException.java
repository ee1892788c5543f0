package avts.pretrain.exchange;

import java.io.IOException;

/** Weights that cannot be taken over; the message names file, tensor, what was needed and found. */
public final class StateDictException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a full sentence. */
  public StateDictException(String message) {
    super(message);
  }
}

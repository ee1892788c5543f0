package avts.pretrain.train;

/** Training left the numbers; the message says where, what is still good, and what to try. */
public final class DivergenceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with full sentences. */
  public DivergenceException(String message) {
    super(message);
  }
}

package avts.pretrain.cuda;

/**
 * ND4J's CUDA build cannot run on this machine. The message says why and what to do; nothing was
 * calculated.
 */
public final class CudaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes an exception without cause. */
  public CudaException(String message) {
    super(message);
  }

  /** Makes an exception with what the loader said. */
  public CudaException(String message, Throwable cause) {
    super(message, cause);
  }
}

package avts.pretrain.engine;

/**
 * What one pass over pairs of pictures and sounds gives.
 *
 * @param step loss, gradient and statistics
 * @param positiveDistance distance of each clip's aligned pair, {@code B}
 * @param negativeDistance distance of each clip's negative pair, {@code B}
 */
// Array components: handed from the engine to the trainer, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record PairOutput(StepOutput step, float[] positiveDistance, float[] negativeDistance) {

  /** Returns the loss. */
  public double loss() {
    return step.loss();
  }

  /** Returns the derivative of the loss. */
  public float[] gradient() {
    return step.gradient();
  }

  /** Returns mean and variance of the batch in each batch norm. */
  public float[] batchStatistics() {
    return step.batchStatistics();
  }
}

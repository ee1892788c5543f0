package avts.pretrain.engine;

/**
 * A network that tells classes apart.
 *
 * <p>See {@link TrainableNetwork} for who owns what.
 */
public interface Classifier extends TrainableNetwork {

  /** Returns the number K of classes. */
  int classes();

  /** Returns the number of values of one example. */
  int exampleSize();

  /**
   * Runs forward and backward in training mode.
   *
   * @param examples {@code n} examples one after another
   * @param targets probability of each class, {@code [n, K]}; one 1 a row for plain labels
   * @return loss, gradient, statistics and logits; the arrays belong to the caller
   */
  ClassOutput step(float[] examples, float[] targets, int n);

  /** Returns the logits {@code [n, K]} of {@code n} examples in inference mode. */
  float[] logits(float[] examples, int n);
}

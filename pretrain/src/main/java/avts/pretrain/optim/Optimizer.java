package avts.pretrain.optim;

/**
 * An update rule with its memory of earlier gradients.
 *
 * <p>Works in place on the caller's flat vectors. Not thread-safe. Same sequence of calls, same
 * bits.
 */
public sealed interface Optimizer permits Sgd, Adam {

  /**
   * Moves {@code parameters} one step against {@code gradient}.
   *
   * @param parameters flat vector, changed in place
   * @param gradient derivative of the loss, same length, left as it is
   * @param learningRate step size, at least 0
   */
  void step(float[] parameters, float[] gradient, double learningRate);

  /** Returns a copy of the memory, for a checkpoint. */
  OptimizerState state();

  /**
   * Takes over a memory that {@link #state()} gave, of the same rule and network.
   *
   * @throws IllegalArgumentException if names or lengths of the arrays differ
   */
  void restore(OptimizerState state);
}

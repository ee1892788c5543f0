package avts.pretrain.engine;

import java.util.List;

/**
 * A network whose values an optimiser outside moves.
 *
 * <p>Parameters, statistics and gradients cross this border as flat vectors in PyTorch's layout, in
 * the order of {@link #parameters()} and {@link #statistics()}. Their owner is the caller; the
 * network copies what it is given. Whoever takes the mean of several networks' gradients does it on
 * these vectors, between a step and the optimiser. One network belongs to one thread at a time.
 */
public interface TrainableNetwork extends AutoCloseable {

  /** Returns the trained arrays in the order of the flat parameter vector. */
  List<ParameterInfo> parameters();

  /** Returns the batch-norm statistics in the order of the flat statistics vector. */
  List<ParameterInfo> statistics();

  /** Copies {@code parameters} and {@code statistics} into the network. */
  void load(float[] parameters, float[] statistics);

  @Override
  void close();
}

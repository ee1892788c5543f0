package avts.pretrain.graph.ops;

import avts.pretrain.graph.ops.Convolution.Geometry;
import java.util.Optional;
import org.nd4j.autodiff.functions.DifferentialFunction;

/**
 * What an operation calculates, for a library that can run it in its own layouts in place of ND4J
 * or Java. Inputs and outputs are the operation's, in its order.
 */
public sealed interface Kernel {

  /** Returns what an operation calculates; empty where no library can run it. */
  static Optional<Kernel> of(DifferentialFunction operation) {
    return operation instanceof GraphOp graphOp ? graphOp.kernel() : Optional.empty();
  }

  /**
   * Input and weights to output.
   *
   * @param geometry lengths and steps; a depth of 1 in two dimensions
   */
  record ConvolutionForward(Geometry geometry) implements Kernel {}

  /** Input, weights and output's derivative to the derivatives of input and weights. */
  record ConvolutionBackward(Geometry geometry) implements Kernel {}

  /** Input, weights and output's derivative to the derivative of the weights alone. */
  record ConvolutionWeights(Geometry geometry) implements Kernel {}

  /**
   * Input, scale and shift to output, mean and variance; with given statistics, input, scale,
   * shift, mean and variance to output.
   *
   * @param options epsilon and ReLU
   * @param overBatch whether the statistics are the batch's
   */
  record BatchNormForward(BatchNorm.Options options, boolean overBatch) implements Kernel {}

  /**
   * Input, scale, shift, mean, variance and output's derivative to the derivatives of input, scale
   * and shift.
   */
  record BatchNormBackward(BatchNorm.Options options, boolean overBatch) implements Kernel {}

  /** One input, or the sum of two, to output, with negative results set to 0. */
  record ReluForward() implements Kernel {}

  /** Output and its derivative to the derivative of each input. */
  record ReluBackward() implements Kernel {}

  /**
   * Input to the largest values of its windows, in two dimensions, without padding.
   *
   * @param geometry a window and its steps
   */
  record MaxPoolForward(Geometry geometry) implements Kernel {}

  /** Input and output's derivative to the input's derivative. */
  record MaxPoolBackward(Geometry geometry) implements Kernel {}
}

package avts.pretrain.graph.ops;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of batch normalisation on one channel x of an array.
 *
 * <p>With z = (x - mean) * factor + shift the result is z, or max(0, z) with ReLU; dz is the
 * derivative with respect to z. Different channels may be worked on by different threads; {@link
 * #finish} comes after all of them.
 */
interface NormKernel {

  /**
   * What is known of a channel.
   *
   * @param index number of the channel
   * @param mean mean of x
   * @param factor scale / sqrt(variance + epsilon)
   * @param shift value of z where x is the mean
   */
  record Channel(int index, double mean, double factor, double shift) {

    /** Returns the constant t of z = x * factor + t. */
    double offset() {
      return shift - mean * factor;
    }
  }

  /**
   * What the statistics take from the derivative: dx = factor * (dz - constant - (x - mean) *
   * slope).
   *
   * @param constant mean of dz; 0 with given statistics
   * @param slope mean of dz * (x - mean), divided by variance + epsilon; 0 with given statistics
   */
  record Terms(double constant, double slope) {}

  /** Returns mean and biased variance of a channel. */
  double[] moments(int channel);

  /** Writes z, or what ReLU leaves of it. */
  void normalise(Channel channel);

  /** Returns the sums of dz and of dz * (x - mean). */
  double[] gradientSums(Channel channel);

  /** Writes dx. */
  void inputGradient(Channel channel, Terms terms);

  /** Completes the output. */
  void finish();

  /** Returns a kernel that normalises {@code input} into {@code output}. */
  static NormKernel forward(INDArray input, INDArray output, boolean relu) {
    return isLarge(input)
        ? new FloatNormKernel(input, input, output, relu)
        : new PlainNormKernel(input, input, output, relu);
  }

  /** Returns a kernel that writes the derivative with respect to the input. */
  static NormKernel backward(
      INDArray input, INDArray outputGradient, INDArray inputGradient, boolean relu) {
    return isLarge(input)
        ? new FloatNormKernel(input, outputGradient, inputGradient, relu)
        : new PlainNormKernel(input, outputGradient, inputGradient, relu);
  }

  /** FLOAT arrays with more than one value per channel and sample; others are those of heads. */
  private static boolean isLarge(INDArray input) {
    return JavaOp.isFloat(input) && ChannelLayout.of(input.shape()).length() > 1;
  }
}

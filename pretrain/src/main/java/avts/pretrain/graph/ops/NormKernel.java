package avts.pretrain.graph.ops;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of batch normalisation on one channel x of an array.
 *
 * <p>With z = (x - mean) * factor + shift the result is z, or max(0, z) with ReLU; dz is the
 * derivative with respect to z. Different channels may be worked on by different threads.
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

  /** Writes x * factor + offset, or what ReLU leaves of it. */
  void affine(int channel, double factor, double offset, INDArray output);

  /** Returns the sums of dz and of dz * (x - mean). */
  double[] gradientSums(Channel channel, INDArray outputGradient);

  /** Writes dx. */
  void inputGradient(Channel channel, Terms terms, INDArray outputGradient, INDArray inputGradient);
}

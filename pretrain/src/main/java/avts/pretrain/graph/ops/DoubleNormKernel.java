package avts.pretrain.graph.ops;

import java.nio.DoubleBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation in DOUBLE, written plainly: what the gradient checks run. */
final class DoubleNormKernel implements NormKernel {

  private final ChannelLayout layout;
  private final DoubleBuffer input;
  private final boolean relu;

  DoubleNormKernel(ChannelLayout layout, INDArray input, boolean relu) {
    this.layout = layout;
    this.input = NativeValues.doubles(input);
    this.relu = relu;
  }

  /** Works on the value at an index. */
  private interface Visitor {
    void visit(int index, double x);
  }

  private void visit(int channel, Visitor visitor) {
    for (int sample = 0; sample < layout.samples(); sample++) {
      int start = layout.start(sample, channel);
      for (int i = start; i < start + layout.length(); i++) {
        visitor.visit(i, input.get(i));
      }
    }
  }

  @Override
  public double[] moments(int channel) {
    double[] sums = new double[2];
    visit(channel, (index, x) -> sums[0] += x);
    double mean = sums[0] / layout.perChannel();
    visit(channel, (index, x) -> sums[1] += (x - mean) * (x - mean));
    return new double[] {mean, sums[1] / layout.perChannel()};
  }

  @Override
  public void affine(int channel, double factor, double offset, INDArray output) {
    DoubleBuffer target = NativeValues.doubles(output);
    visit(
        channel,
        (index, x) -> {
          double z = x * factor + offset;
          target.put(index, relu ? Math.max(0, z) : z);
        });
  }

  private double passed(Channel channel, double x, double gradient) {
    return relu && x * channel.factor() + channel.offset() <= 0 ? 0 : gradient;
  }

  @Override
  public double[] gradientSums(Channel channel, INDArray outputGradient) {
    DoubleBuffer gradient = NativeValues.doubles(outputGradient);
    double[] sums = new double[2];
    visit(
        channel.index(),
        (index, x) -> {
          double dz = passed(channel, x, gradient.get(index));
          sums[0] += dz;
          sums[1] += dz * (x - channel.mean());
        });
    return sums;
  }

  @Override
  public void inputGradient(
      Channel channel, Terms terms, INDArray outputGradient, INDArray inputGradient) {
    DoubleBuffer gradient = NativeValues.doubles(outputGradient);
    DoubleBuffer target = NativeValues.doubles(inputGradient);
    visit(
        channel.index(),
        (index, x) -> {
          double dz = passed(channel, x, gradient.get(index));
          double taken = terms.constant() + (x - channel.mean()) * terms.slope();
          target.put(index, channel.factor() * (dz - taken));
        });
  }
}

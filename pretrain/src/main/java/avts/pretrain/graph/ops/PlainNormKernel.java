package avts.pretrain.graph.ops;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation in double, written plainly: for gradient checks and small matrices. */
final class PlainNormKernel implements NormKernel {

  private final ChannelLayout layout;
  private final double[] input;
  private final double[] gradient;
  private final double[] result;
  private final INDArray output;
  private final boolean relu;

  PlainNormKernel(INDArray input, INDArray gradient, INDArray output, boolean relu) {
    layout = ChannelLayout.of(input.shape());
    this.input = NativeValues.read(input);
    this.gradient = NativeValues.read(gradient);
    this.output = output;
    this.relu = relu;
    result = new double[this.input.length];
  }

  /** Works on the value at an index. */
  private interface Visitor {
    void visit(int index, double x);
  }

  private void visit(int channel, Visitor visitor) {
    for (int sample = 0; sample < layout.samples(); sample++) {
      int start = layout.start(sample, channel);
      for (int i = start; i < start + layout.length(); i++) {
        visitor.visit(i, input[i]);
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
  public void normalise(Channel channel) {
    visit(
        channel.index(),
        (index, x) -> {
          double z = x * channel.factor() + channel.offset();
          result[index] = relu ? Math.max(0, z) : z;
        });
  }

  private double passed(Channel channel, int index) {
    return relu && input[index] * channel.factor() + channel.offset() <= 0 ? 0 : gradient[index];
  }

  @Override
  public double[] gradientSums(Channel channel) {
    double[] sums = new double[2];
    visit(
        channel.index(),
        (index, x) -> {
          double dz = passed(channel, index);
          sums[0] += dz;
          sums[1] += dz * (x - channel.mean());
        });
    return sums;
  }

  @Override
  public void inputGradient(Channel channel, Terms terms) {
    visit(
        channel.index(),
        (index, x) -> {
          double taken = terms.constant() + (x - channel.mean()) * terms.slope();
          result[index] = channel.factor() * (passed(channel, index) - taken);
        });
  }

  @Override
  public void finish() {
    NativeValues.write(result, output);
  }
}

package avts.pretrain.graph.ops;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation in FLOAT, in blocks that stay in the cache and loops that the compiler turns
 * into vector instructions.
 *
 * <p>Sums are kept per position of a block, so that their loops have no order to keep, and around a
 * pivot, so that a mean far from 0 costs no digits.
 */
final class FloatNormKernel implements NormKernel {

  private static final int BLOCK = 1024;

  /** Turns every positive float but the tiniest into at least 1. */
  private static final float STEEP = 3e38f;

  private final ChannelLayout layout;
  private final int width;
  private final FloatBuffer input;
  private final FloatBuffer gradient;
  private final FloatBuffer output;
  private final boolean relu;

  FloatNormKernel(INDArray input, INDArray gradient, INDArray output, boolean relu) {
    layout = ChannelLayout.of(input.shape());
    width = Math.min(BLOCK, layout.length());
    this.input = NativeValues.floats(input);
    this.gradient = NativeValues.floats(gradient);
    this.output = NativeValues.floats(output);
    this.relu = relu;
  }

  /** Works on a run of values that begins at an index. */
  private interface BlockVisitor {
    void visit(int index, int length);
  }

  private void visit(int channel, BlockVisitor visitor) {
    for (int sample = 0; sample < layout.samples(); sample++) {
      int start = layout.start(sample, channel);
      for (int done = 0; done < layout.length(); done += BLOCK) {
        visitor.visit(start + done, Math.min(BLOCK, layout.length() - done));
      }
    }
  }

  private static double sum(float[] lanes) {
    double sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  @Override
  public double[] moments(int channel) {
    float pivot = input.get(layout.start(0, channel));
    float[] block = new float[width];
    float[] sums = new float[width];
    float[] squares = new float[width];
    visit(
        channel,
        (index, length) -> {
          input.get(index, block, 0, length);
          addMoments(block, pivot, sums, squares, length);
        });
    double difference = sum(sums) / layout.perChannel();
    double square = sum(squares) / layout.perChannel();
    return new double[] {pivot + difference, Math.max(0, square - difference * difference)};
  }

  private static void addMoments(
      float[] block, float pivot, float[] sums, float[] squares, int length) {
    for (int i = 0; i < length; i++) {
      float difference = block[i] - pivot;
      sums[i] += difference;
      squares[i] += difference * difference;
    }
  }

  @Override
  public void normalise(Channel channel) {
    float[] block = new float[width];
    float least = relu ? 0 : Float.NEGATIVE_INFINITY;
    visit(
        channel.index(),
        (index, length) -> {
          input.get(index, block, 0, length);
          apply(block, (float) channel.factor(), (float) channel.offset(), least);
          output.put(index, block, 0, length);
        });
  }

  private static void apply(float[] block, float factor, float offset, float least) {
    for (int i = 0; i < block.length; i++) {
      block[i] = Math.max(least, block[i] * factor + offset);
    }
  }

  /** Reads x and dz from {@code index} on. */
  private void read(Channel channel, int index, int length, float[] x, float[] dz) {
    input.get(index, x, 0, length);
    gradient.get(index, dz, 0, length);
    if (relu) {
      mask(dz, x, (float) channel.factor(), (float) channel.offset());
    }
  }

  /** Sets to 0 the derivatives of what ReLU cut off. */
  private static void mask(float[] gradient, float[] x, float factor, float offset) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= Math.min(1f, Math.max(0f, (x[i] * factor + offset) * STEEP));
    }
  }

  @Override
  public double[] gradientSums(Channel channel) {
    float[] x = new float[width];
    float[] dz = new float[width];
    float[][] sums = {new float[width], new float[width]};
    float mean = (float) channel.mean();
    visit(
        channel.index(),
        (index, length) -> {
          read(channel, index, length, x, dz);
          addProducts(dz, x, mean, sums, length);
        });
    return new double[] {sum(sums[0]), sum(sums[1])};
  }

  private static void addProducts(float[] dz, float[] x, float mean, float[][] sums, int length) {
    float[] plain = sums[0];
    float[] products = sums[1];
    for (int i = 0; i < length; i++) {
      plain[i] += dz[i];
      products[i] += dz[i] * (x[i] - mean);
    }
  }

  @Override
  public void inputGradient(Channel channel, Terms terms) {
    float[] x = new float[width];
    float[] dz = new float[width];
    float factor = (float) channel.factor();
    // dx = factor * dz - slope * x - constant, which needs two operations per value
    float slope = (float) (channel.factor() * terms.slope());
    float constant =
        (float) (channel.factor() * (terms.constant() - channel.mean() * terms.slope()));
    visit(
        channel.index(),
        (index, length) -> {
          read(channel, index, length, x, dz);
          combine(dz, x, factor, slope, constant);
          output.put(index, dz, 0, length);
        });
  }

  private static void combine(float[] dz, float[] x, float factor, float slope, float constant) {
    for (int i = 0; i < dz.length; i++) {
      dz[i] = factor * dz[i] - slope * x[i] - constant;
    }
  }

  @Override
  public void finish() {
    // every block has been written
  }
}

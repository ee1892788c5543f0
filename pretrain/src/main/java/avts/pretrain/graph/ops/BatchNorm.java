package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation over channels with an optional ReLU, as one operation with its exact
 * gradient.
 *
 * <p>With batch statistics the derivative runs through mean and variance; with given statistics
 * they are constants (Ioffe and Szegedy 2015; PyTorch's training and evaluation modes). ND4J's own
 * operation cannot be differentiated in 1.0.0-M2.1, and a composition of primitives is four times
 * slower.
 */
public final class BatchNorm extends JavaOp {

  /**
   * Settings of the operation.
   *
   * @param epsilon added to the variance
   * @param relu whether negative results become 0
   */
  public record Options(double epsilon, boolean relu) {}

  /**
   * What the operation gives with batch statistics.
   *
   * @param output normalised values, of the input's shape
   * @param mean mean of each channel over the batch, {@code [C]}
   * @param variance biased variance of each channel over the batch, {@code [C]}
   */
  public record Result(SDVariable output, SDVariable mean, SDVariable variance) {}

  private final Options options;

  private BatchNorm(Options options, int outputCount, SDVariable... inputs) {
    super("avts_batch_norm", outputCount, inputs);
    this.options = options;
  }

  /**
   * Adds a normalisation by the statistics of the batch itself.
   *
   * @param input {@code [N, C, ...]}
   * @param scale {@code [C]}
   * @param shift {@code [C]}
   */
  public static Result overBatch(
      SDVariable input, SDVariable scale, SDVariable shift, Options options) {
    SDVariable[] outputs = new BatchNorm(options, 3, input, scale, shift).outputVariables();
    return new Result(outputs[0], outputs[1], outputs[2]);
  }

  /**
   * Adds a normalisation by given statistics.
   *
   * @param affine scale and shift, {@code [C]} each
   * @param statistics mean and variance, {@code [C]} each, taken as constants
   */
  public static SDVariable withStatistics(
      SDVariable input, List<SDVariable> affine, List<SDVariable> statistics, Options options) {
    return new BatchNorm(
            options, 1, input, affine.get(0), affine.get(1), statistics.get(0), statistics.get(1))
        .outputVariable();
  }

  private boolean overBatch() {
    return getNumOutputs() == 3;
  }

  @Override
  public Optional<Kernel> kernel() {
    return Optional.of(new Kernel.BatchNormForward(options, overBatch()));
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    if (overBatch()) {
      super.writeTo(nodes); // refuses: what a clip gives must not depend on the others
    }
    OnnxNodes.Node normalised =
        nodes.node("BatchNormalization", argNames()).real("epsilon", options.epsilon());
    if (options.relu()) {
      nodes.node("Relu", normalised.value()).as(output());
    } else {
      normalised.as(output());
    }
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    SDVariable mean = overBatch() ? outputVariables()[1] : arg(3);
    SDVariable variance = overBatch() ? outputVariables()[2] : arg(4);
    Backward backward =
        new Backward(
            options,
            overBatch(),
            arg(0),
            arg(1),
            arg(2),
            mean,
            variance,
            outputGradients.get(0).get());
    List<Gradient> trained = Gradient.all(backward.outputVariables());
    return overBatch()
        ? trained
        : List.of(trained.get(0), trained.get(1), trained.get(2), none(), none());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] channels = {inputShapes.get(0)[1]};
    return overBatch()
        ? List.of(inputShapes.get(0), channels, channels)
        : List.of(inputShapes.get(0));
  }

  @Override
  public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    ChannelLayout layout = ChannelLayout.of(inputs[0].shape());
    double[] mean = overBatch() ? new double[layout.channels()] : NativeValues.read(inputs[3]);
    double[] variance = overBatch() ? new double[layout.channels()] : NativeValues.read(inputs[4]);
    double[] scale = NativeValues.read(inputs[1]);
    double[] shift = NativeValues.read(inputs[2]);
    NormKernel kernel = NormKernel.forward(inputs[0], outputs[0], options.relu());
    workers.share(
        layout.channels(),
        layout.perChannel(),
        (from, to) -> {
          for (int c = from; c < to; c++) {
            if (overBatch()) {
              double[] moments = kernel.moments(c);
              mean[c] = moments[0];
              variance[c] = moments[1];
            }
            double factor = scale[c] / Math.sqrt(variance[c] + options.epsilon());
            kernel.normalise(new NormKernel.Channel(c, mean[c], factor, shift[c]));
          }
        });
    kernel.finish();
    if (overBatch()) {
      NativeValues.write(mean, outputs[1]);
      NativeValues.write(variance, outputs[2]);
    }
  }

  /** Gives the derivatives with respect to input, scale and shift. */
  private static final class Backward extends JavaOp {

    private final Options options;
    private final boolean overBatch;

    Backward(Options options, boolean overBatch, SDVariable... inputs) {
      super("avts_batch_norm_bp", 3, inputs);
      this.options = options;
      this.overBatch = overBatch;
    }

    @Override
    public Optional<Kernel> kernel() {
      return Optional.of(new Kernel.BatchNormBackward(options, overBatch));
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return List.of(inputShapes.get(0), inputShapes.get(1), inputShapes.get(2));
    }

    @Override
    public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
      ChannelLayout layout = ChannelLayout.of(inputs[0].shape());
      double[] scale = NativeValues.read(inputs[1]);
      double[] shift = NativeValues.read(inputs[2]);
      double[] mean = NativeValues.read(inputs[3]);
      double[] variance = NativeValues.read(inputs[4]);
      double[] scaleGradient = new double[scale.length];
      double[] shiftGradient = new double[scale.length];
      NormKernel kernel = NormKernel.backward(inputs[0], inputs[5], outputs[0], options.relu());
      workers.share(
          layout.channels(),
          layout.perChannel(),
          (from, to) -> {
            for (int c = from; c < to; c++) {
              double inverse = 1 / Math.sqrt(variance[c] + options.epsilon());
              NormKernel.Channel channel =
                  new NormKernel.Channel(c, mean[c], scale[c] * inverse, shift[c]);
              double[] sums = kernel.gradientSums(channel);
              shiftGradient[c] = sums[0];
              scaleGradient[c] = sums[1] * inverse;
              double share = overBatch ? 1.0 / layout.perChannel() : 0;
              NormKernel.Terms terms =
                  new NormKernel.Terms(sums[0] * share, sums[1] * inverse * inverse * share);
              kernel.inputGradient(channel, terms);
            }
          });
      kernel.finish();
      NativeValues.write(scaleGradient, outputs[1]);
      NativeValues.write(shiftGradient, outputs[2]);
    }
  }
}

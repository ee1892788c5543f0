package avts.pretrain.graph;

import avts.pretrain.graph.Parameters.Role;
import avts.pretrain.graph.ops.BatchNorm;
import avts.pretrain.graph.ops.Bias;
import avts.pretrain.graph.ops.Convolution;
import avts.pretrain.graph.ops.Convolution.Geometry;
import avts.pretrain.graph.ops.MatMul;
import com.google.common.primitives.Longs;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Layers with parameters, in PyTorch's layouts and names.
 *
 * <p>Arrays are channels first. Convolutions have no bias: a batch norm follows each.
 */
public final class Layers {

  /** Where batch norms take their mean and variance from. */
  public enum Statistics {
    /** From the batch: training. */
    BATCH,
    /** From the running statistics, as constants: inference and training with frozen statistics. */
    RUNNING
  }

  /**
   * Channels of a convolution.
   *
   * @param input channels that come in
   * @param output channels that go out
   */
  public record Channels(int input, int output) {}

  private final Parameters parameters;
  private final Statistics statistics;
  private final double epsilon;

  /**
   * Makes layers for one graph.
   *
   * @param epsilon added to the variance in batch norms
   */
  public Layers(Parameters parameters, Statistics statistics, double epsilon) {
    this.parameters = parameters;
    this.statistics = statistics;
    this.epsilon = epsilon;
  }

  /** Returns the parameters that the layers register with. */
  public Parameters parameters() {
    return parameters;
  }

  /** Adds a convolution of {@code [N, C, D, H, W]}. */
  public SDVariable conv3d(String name, SDVariable input, Channels channels, Geometry geometry) {
    Convolution.Extent k = geometry.kernel();
    SDVariable weights = weights(name, channels, k.depth(), k.height(), k.width());
    return Convolution.of(input, weights, 3, geometry);
  }

  /** Adds a convolution of {@code [N, C, H, W]} with a square kernel, stride 1, padding to size. */
  public SDVariable conv2d(String name, SDVariable input, Channels channels, int kernel) {
    SDVariable weights = weights(name, channels, kernel, kernel);
    Convolution.Extent same = new Convolution.Extent(0, kernel / 2, kernel / 2);
    return Convolution.of(
        input,
        weights,
        2,
        new Geometry(
            new Convolution.Extent(1, kernel, kernel), new Convolution.Extent(1, 1, 1), same));
  }

  private SDVariable weights(String name, Channels channels, long... kernel) {
    long fanIn = channels.input() * Arrays.stream(kernel).reduce(1, Math::multiplyExact);
    return parameters.add(
        name + ".weight",
        Role.WEIGHT,
        Initialiser.he(Math.toIntExact(fanIn)),
        Longs.concat(new long[] {channels.output(), channels.input()}, kernel));
  }

  /** Adds a batch norm followed by ReLU. */
  public SDVariable batchNormRelu(String name, SDVariable input, int channels) {
    return normalise(name, input, channels, new BatchNorm.Options(epsilon, true));
  }

  /** Adds a batch norm. */
  public SDVariable batchNorm(String name, SDVariable input, int channels) {
    return normalise(name, input, channels, new BatchNorm.Options(epsilon, false));
  }

  private SDVariable normalise(
      String name, SDVariable input, int channels, BatchNorm.Options options) {
    SDVariable scale =
        parameters.add(name + ".weight", Role.BIAS, Initialiser.constant(1), channels);
    SDVariable shift = parameters.add(name + ".bias", Role.BIAS, Initialiser.constant(0), channels);
    String mean = name + ".running_mean";
    String variance = name + ".running_var";
    if (statistics == Statistics.RUNNING) {
      List<SDVariable> given =
          List.of(
              parameters.addStatistic(mean, Role.MEAN, channels),
              parameters.addStatistic(variance, Role.VARIANCE, channels));
      return BatchNorm.withStatistics(input, List.of(scale, shift), given, options);
    }
    BatchNorm.Result result = BatchNorm.overBatch(input, scale, shift, options);
    parameters.addBatchStatistic(mean, Role.MEAN, channels, result.mean());
    parameters.addBatchStatistic(variance, Role.VARIANCE, channels, result.variance());
    return result.output();
  }

  /** Adds {@code rows [N, I] x weights [O, I] transposed + bias [O]}. */
  public SDVariable linear(String name, SDVariable rows, Channels channels) {
    SDVariable weights =
        parameters.add(
            name + ".weight",
            Role.WEIGHT,
            Initialiser.normal(Math.sqrt(1.0 / channels.input())),
            channels.output(),
            channels.input());
    SDVariable bias =
        parameters.add(name + ".bias", Role.BIAS, Initialiser.constant(0), channels.output());
    return Bias.of(MatMul.of(rows, weights), bias);
  }
}

package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Sum of scalars, each times its weight: a loss of several parts. */
public final class WeightedSum extends SmallOp {
  private final double[] weights;

  private WeightedSum(double[] weights, SDVariable... parts) {
    super("avts_weighted_sum", 1, parts.length, parts);
    this.weights = weights.clone();
  }

  /**
   * Adds the sum to the graph.
   *
   * @param parts scalars, at least one
   * @param weights as many factors; a part of weight 0 has gradients, which are 0
   */
  public static SDVariable of(List<SDVariable> parts, double... weights) {
    checkArgument(
        parts.size() == weights.length && weights.length > 0,
        "%s parts and %s weights",
        parts.size(),
        weights.length);
    return new WeightedSum(weights, parts.toArray(new SDVariable[0])).outputVariable();
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(new long[0]);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * inputs[i][0];
    }
    return new double[][] {{sum}};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[][] gradients = new double[weights.length][];
    for (int i = 0; i < weights.length; i++) {
      gradients[i] = new double[] {weights[i] * outputGradient[0]};
    }
    return gradients;
  }
}

package avts.pretrain.engine;

import avts.pretrain.graph.ops.SmallOp;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** The sum of all values: a loss for tests. */
final class Sum extends SmallOp {

  private Sum(SDVariable input) {
    super("avts_test_sum", 1, 1, input);
  }

  static SDVariable of(SDVariable input) {
    return new Sum(input).outputVariable();
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(new long[0]);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    return new double[][] {{Arrays.stream(inputs[0]).sum()}};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[] gradient = new double[inputs[0].length];
    Arrays.fill(gradient, outputGradient[0]);
    return new double[][] {gradient};
  }
}

package avts.pretrain.graph.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** {@code input * factors + shifts}, value by value, with constants of the input's shape. */
public final class Affine extends SmallOp {

  private Affine(SDVariable input, SDVariable factors, SDVariable shifts) {
    super("avts_affine", 1, 1, input, factors, shifts);
  }

  /**
   * Adds the operation to the graph.
   *
   * @param factors as many values as the input; taken as constants
   * @param shifts likewise
   */
  public static SDVariable of(SDVariable input, SDVariable factors, SDVariable shifts) {
    return new Affine(input, factors, shifts).outputVariable();
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(inputShapes.get(0));
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double[] values = new double[inputs[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = inputs[0][i] * inputs[1][i] + inputs[2][i];
    }
    return new double[][] {values};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[] gradient = new double[outputGradient.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = outputGradient[i] * inputs[1][i];
    }
    return new double[][] {gradient};
  }
}

package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** The logistic function of every value: {@code 1 / (1 + exp(-x))}. */
public final class Sigmoid extends SmallOp {

  private Sigmoid(SDVariable input) {
    super("avts_sigmoid", 1, 1, input);
  }

  /** Adds the function to the graph. */
  public static SDVariable of(SDVariable input) {
    return new Sigmoid(input).outputVariable();
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    nodes.node("Sigmoid", input(0)).as(output());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(inputShapes.get(0));
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double[] output = new double[inputs[0].length];
    for (int i = 0; i < output.length; i++) {
      output[i] = logistic(inputs[0][i]);
    }
    return new double[][] {output};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[] gradient = new double[outputGradient.length];
    for (int i = 0; i < gradient.length; i++) {
      double output = logistic(inputs[0][i]);
      gradient[i] = outputGradient[i] * output * (1 - output);
    }
    return new double[][] {gradient};
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}

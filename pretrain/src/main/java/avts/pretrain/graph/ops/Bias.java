package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Adds a vector to every row of a matrix. */
public final class Bias extends SmallOp {

  private Bias(SDVariable rows, SDVariable bias) {
    super("avts_bias", 1, 2, rows, bias);
  }

  /** Adds {@code rows [N, C] + bias [C]} to the graph. */
  public static SDVariable of(SDVariable rows, SDVariable bias) {
    return new Bias(rows, bias).outputVariable();
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    nodes.node("Add", input(0), input(1)).as(output());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(inputShapes.get(0));
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double[] sum = inputs[0].clone();
    double[] bias = inputs[1];
    for (int i = 0; i < sum.length; i++) {
      sum[i] += bias[i % bias.length];
    }
    return new double[][] {sum};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[] bias = new double[inputs[1].length];
    for (int i = 0; i < outputGradient.length; i++) {
      bias[i % bias.length] += outputGradient[i];
    }
    return new double[][] {outputGradient, bias};
  }
}

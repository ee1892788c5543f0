package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Two matrices side by side: {@code [N, A]} and {@code [N, B]} as {@code [N, A + B]}. */
public final class Columns extends SmallOp {

  private Columns(SDVariable left, SDVariable right) {
    super("avts_columns", 1, 2, left, right);
  }

  /** Adds the operation to the graph. */
  public static SDVariable of(SDVariable left, SDVariable right) {
    return new Columns(left, right).outputVariable();
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    nodes.node("Concat", input(0), input(1)).integer("axis", 1).as(output());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] left = inputShapes.get(0);
    long[] right = inputShapes.get(1);
    checkArgument(left[0] == right[0], "%s rows beside %s", left[0], right[0]);
    return List.of(new long[] {left[0], left[1] + right[1]});
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    int left = Math.toIntExact(shapes.get(0)[1]);
    int right = Math.toIntExact(shapes.get(1)[1]);
    int rows = Math.toIntExact(shapes.get(0)[0]);
    double[] both = new double[rows * (left + right)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(inputs[0], row * left, both, row * (left + right), left);
      System.arraycopy(inputs[1], row * right, both, row * (left + right) + left, right);
    }
    return new double[][] {both};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    int left = Math.toIntExact(shapes.get(0)[1]);
    int right = Math.toIntExact(shapes.get(1)[1]);
    double[] toLeft = new double[inputs[0].length];
    double[] toRight = new double[inputs[1].length];
    for (int row = 0; row * left < toLeft.length; row++) {
      System.arraycopy(outputGradient, row * (left + right), toLeft, row * left, left);
      System.arraycopy(outputGradient, row * (left + right) + left, toRight, row * right, right);
    }
    return new double[][] {toLeft, toRight};
  }
}

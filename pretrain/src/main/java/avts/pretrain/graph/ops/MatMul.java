package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Product of a matrix with a transposed one: {@code [N, I] x [O, I] -> [N, O]}, in native code. */
public final class MatMul extends GraphOp {

  private MatMul(SDVariable rows, SDVariable weights) {
    super("matmul", 1, rows, weights);
    addIArgument(0L, 1L, 0L);
  }

  /**
   * Adds the product to the graph.
   *
   * @param rows {@code [N, I]}
   * @param weights {@code [O, I]}, PyTorch's layout of a linear layer
   * @return {@code [N, O]}
   */
  public static SDVariable of(SDVariable rows, SDVariable weights) {
    return new MatMul(rows, weights).outputVariable();
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    SDVariable outputGradient = outputGradients.get(0).get();
    return Gradient.all(
        new Plain(outputGradient, arg(1), false).outputVariable(),
        new Plain(outputGradient, arg(0), true).outputVariable());
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    nodes.node("Gemm", input(0), input(1)).integer("transB", 1).as(output());
  }

  /** A product that needs no derivative itself. */
  private static final class Plain extends GraphOp {

    Plain(SDVariable left, SDVariable right, boolean transposeLeft) {
      super("matmul", 1, left, right);
      addIArgument(transposeLeft ? 1L : 0L, 0L, 0L);
    }
  }
}

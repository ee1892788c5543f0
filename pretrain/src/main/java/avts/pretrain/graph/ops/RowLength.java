package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same values in rows of another length: {@code [N, S * W]} as {@code [N * S, W]} or back. */
public final class RowLength extends JavaOp {
  private final long length;

  private RowLength(SDVariable rows, long length) {
    super("avts_row_length", 1, rows);
    this.length = length;
  }

  /**
   * Adds the operation to the graph.
   *
   * @param rows {@code [N, W]}
   * @param length length of the new rows; the values must divide into them
   */
  public static SDVariable of(SDVariable rows, long length) {
    return new RowLength(rows, length).outputVariable();
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    nodes.node("Reshape", input(0), nodes.integers(-1, length)).as(output());
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    return Gradient.all(new Back(outputGradients.get(0).get(), arg(0)).outputVariable());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long count = inputShapes.get(0)[0] * inputShapes.get(0)[1];
    checkArgument(count % length == 0, "%s values do not divide into rows of %s", count, length);
    return List.of(new long[] {count / length, length});
  }

  @Override
  public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    copy(inputs[0], outputs[0]);
  }

  private static void copy(INDArray from, INDArray to) {
    if (isFloat(to)) {
      NativeValues.floats(to).put(0, NativeValues.floats(from), 0, Math.toIntExact(to.length()));
    } else {
      NativeValues.write(NativeValues.read(from), to);
    }
  }

  /** Gives the gradient the shape of what was given. */
  private static final class Back extends JavaOp {

    Back(SDVariable gradient, SDVariable given) {
      super("avts_row_length_bp", 1, gradient, given);
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return List.of(inputShapes.get(1));
    }

    @Override
    public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
      copy(inputs[0], outputs[0]);
    }
  }
}

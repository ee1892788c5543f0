package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import avts.pretrain.graph.ops.Convolution.Extent;
import avts.pretrain.graph.ops.Convolution.Geometry;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/** Largest value in windows of {@code [N, C, H, W]}, without padding, in native code. */
public final class MaxPool extends GraphOp {

  private final int kernel;
  private final int strideHeight;
  private final int strideWidth;

  private MaxPool(SDVariable input, int kernel, int strideHeight, int strideWidth) {
    super("maxpool2d", 1, input);
    this.kernel = kernel;
    this.strideHeight = strideHeight;
    this.strideWidth = strideWidth;
    addIArgument(arguments());
  }

  /**
   * Adds the pooling to the graph.
   *
   * @param kernel rows and columns of a window
   * @return {@code [N, C, (H - kernel) / strideHeight + 1, (W - kernel) / strideWidth + 1]}
   */
  public static SDVariable of(SDVariable input, int kernel, int strideHeight, int strideWidth) {
    return new MaxPool(input, kernel, strideHeight, strideWidth).outputVariable();
  }

  private long[] arguments() {
    return new long[] {kernel, kernel, strideHeight, strideWidth, 0, 0, 1, 1, 0, 0, 0};
  }

  private Geometry geometry() {
    return new Geometry(
        new Extent(1, kernel, kernel),
        new Extent(1, strideHeight, strideWidth),
        new Extent(0, 0, 0));
  }

  @Override
  public Optional<Kernel> kernel() {
    return Optional.of(new Kernel.MaxPoolForward(geometry()));
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    nodes
        .node("MaxPool", input(0))
        .ints("kernel_shape", kernel, kernel)
        .ints("strides", strideHeight, strideWidth)
        .as(output());
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    return Gradient.all(
        new Backward(geometry(), arg(0), outputGradients.get(0).get(), arguments())
            .outputVariable());
  }

  /** Gives the derivative with respect to the input. */
  private static final class Backward extends GraphOp {

    private final Geometry geometry;

    Backward(Geometry geometry, SDVariable input, SDVariable outputGradient, long... arguments) {
      super("maxpool2d_bp", 1, input, outputGradient);
      this.geometry = geometry;
      addIArgument(arguments);
    }

    @Override
    public Optional<Kernel> kernel() {
      return Optional.of(new Kernel.MaxPoolBackward(geometry));
    }
  }
}

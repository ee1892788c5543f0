package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.onnx.OnnxNodes;
import com.google.common.primitives.Longs;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Convolution in two or three dimensions, channels first, weights in PyTorch's layout (OIHW or
 * OIDHW), explicit zero padding, without bias.
 *
 * <p>Runs ND4J's native operation, in oneDNN where it is present. Its own Java classes know only
 * the layouts with the output channels last; the native operation takes PyTorch's as format 1. Of a
 * placeholder no derivative is calculated.
 */
public final class Convolution extends GraphOp {

  /**
   * Lengths along (depth, height, width).
   *
   * @param depth frames; 1 in two dimensions
   * @param height rows
   * @param width columns
   */
  public record Extent(int depth, int height, int width) {}

  /**
   * Geometry of a convolution.
   *
   * @param kernel lengths of the kernel, at least 1
   * @param stride steps, at least 1
   * @param padding zeros at either side, at least 0
   */
  public record Geometry(Extent kernel, Extent stride, Extent padding) {}

  private static final int VALID = 0;
  private static final int CHANNELS_FIRST = 0;
  private static final int OUTPUT_CHANNELS_FIRST = 1;

  private final int spatial;
  private final Geometry geometry;

  private Convolution(int dimensions, Geometry geometry, SDVariable input, SDVariable weights) {
    super(dimensions == 3 ? "conv3dnew" : "conv2d", 1, input, weights);
    spatial = dimensions;
    this.geometry = geometry;
    addIArgument(arguments(dimensions, geometry));
  }

  /**
   * Adds a convolution to the graph.
   *
   * @param input {@code [N, C, (D,) H, W]}
   * @param weights {@code [O, C, (kD,) kH, kW]}
   * @param dimensions 2 or 3
   * @return {@code [N, O, (D',) H', W']}
   */
  public static SDVariable of(
      SDVariable input, SDVariable weights, int dimensions, Geometry geometry) {
    checkArgument(dimensions == 2 || dimensions == 3, "2 or 3 dimensions, got %s", dimensions);
    return new Convolution(dimensions, geometry, input, weights).outputVariable();
  }

  @Override
  public Optional<Kernel> kernel() {
    return Optional.of(new Kernel.ConvolutionForward(geometry));
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    long[] padding = lengths(geometry.padding());
    nodes
        .node("Conv", input(0), input(1))
        .ints("kernel_shape", lengths(geometry.kernel()))
        .ints("strides", lengths(geometry.stride()))
        .ints("pads", Longs.concat(padding, padding))
        .as(output());
  }

  private long[] lengths(Extent extent) {
    return spatial == 3
        ? new long[] {extent.depth(), extent.height(), extent.width()}
        : new long[] {extent.height(), extent.width()};
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    if (arg(0).isPlaceHolder()) { // clips: nobody asks for their derivative
      SDVariable weights =
          new WeightGradient(geometry, arg(0), arg(1), outputGradients.get(0).get())
              .outputVariable();
      return List.of(none(), Gradient.of(weights));
    }
    Backward backward =
        new Backward(spatial, geometry, arg(0), arg(1), outputGradients.get(0).get());
    return Gradient.all(backward.outputVariables());
  }

  private static long[] arguments(int dimensions, Geometry g) {
    Extent k = g.kernel();
    Extent s = g.stride();
    Extent p = g.padding();
    if (dimensions == 2) {
      return new long[] {
        k.height(),
        k.width(),
        s.height(),
        s.width(),
        p.height(),
        p.width(),
        1,
        1,
        VALID,
        CHANNELS_FIRST,
        OUTPUT_CHANNELS_FIRST
      };
    }
    return new long[] {
      k.depth(),
      k.height(),
      k.width(),
      s.depth(),
      s.height(),
      s.width(),
      p.depth(),
      p.height(),
      p.width(),
      1,
      1,
      1,
      VALID,
      CHANNELS_FIRST,
      OUTPUT_CHANNELS_FIRST
    };
  }

  /** Gives the derivatives with respect to the input and the weights. */
  private static final class Backward extends GraphOp {

    private final Geometry geometry;

    Backward(
        int dimensions,
        Geometry geometry,
        SDVariable input,
        SDVariable weights,
        SDVariable outputGradient) {
      super(dimensions == 3 ? "conv3dnew_bp" : "conv2d_bp", 2, input, weights, outputGradient);
      this.geometry = geometry;
      addIArgument(arguments(dimensions, geometry));
    }

    @Override
    public Optional<Kernel> kernel() {
      return Optional.of(new Kernel.ConvolutionBackward(geometry));
    }
  }
}

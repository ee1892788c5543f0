package avts.pretrain.engine.onednn;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.ops.Convolution.Extent;
import avts.pretrain.graph.ops.Convolution.Geometry;

/** How many windows of a geometry an array has. */
final class Windows {

  private Windows() {}

  /**
   * Returns the lengths of what a convolution or pooling gives.
   *
   * @param input {@code [N, C, (D,) H, W]}
   * @param channels of the output
   */
  static long[] output(long[] input, long channels, Geometry geometry) {
    long[] output = input.clone();
    output[1] = channels;
    int last = input.length - 1;
    Extent k = geometry.kernel();
    Extent s = geometry.stride();
    Extent p = geometry.padding();
    output[last] = count(input[last], k.width(), s.width(), p.width());
    output[last - 1] = count(input[last - 1], k.height(), s.height(), p.height());
    if (last == 4) {
      output[2] = count(input[2], k.depth(), s.depth(), p.depth());
    }
    return output;
  }

  private static long count(long length, int kernel, int stride, int padding) {
    checkArgument(
        length + 2L * padding >= kernel, "a window of %s does not fit %s", kernel, length);
    return (length + 2L * padding - kernel) / stride + 1;
  }
}

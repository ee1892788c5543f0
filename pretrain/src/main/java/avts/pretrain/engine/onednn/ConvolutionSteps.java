package avts.pretrain.engine.onednn;

import static com.google.common.base.Preconditions.checkState;

import avts.pretrain.engine.onednn.Primitives.ConvolutionLayouts;
import avts.pretrain.engine.onednn.Primitives.Description;
import avts.pretrain.graph.ops.BatchNorm;
import avts.pretrain.graph.ops.Convolution.Geometry;
import avts.pretrain.graph.ops.GraphOp;
import avts.pretrain.graph.ops.Kernel;
import avts.pretrain.graph.ops.NativeValues;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Adds convolutions and their derivatives to a plan. */
record ConvolutionSteps(Tensors tensors, Primitives primitives) {

  /** Channels-last networks begin with a multiple of so many channels ... */
  private static final int WIDE = 64;

  /** ... in rows of at least so many values. */
  private static final int LONG = 28;

  /**
   * Returns the layouts to ask for: channels last where the network began so, else what oneDNN
   * likes, which is blocks of 16 channels.
   */
  private ConvolutionLayouts layouts(Operands o, Geometry geometry) {
    long[] input = tensors.lengths(o.inputs()[0]);
    long[] weights = tensors.lengths(o.inputs()[1]);
    long[] output = Windows.output(input, weights[0], geometry);
    return channelsLast(o.inputs()[0], output)
        ? new ConvolutionLayouts(
            tensors.channelsLast(input), tensors.any(weights), tensors.channelsLast(output))
        : new ConvolutionLayouts(tensors.any(input), tensors.any(weights), tensors.any(output));
  }

  /**
   * Measured with oneDNN 3.11 and AVX-512 (docs/performance.md): channels last is 5 to 8 % faster
   * for wide networks in 32 bits and 20 % slower for narrow ones or numbers of channels that 64
   * does not divide; in bfloat16 it never gains. A network keeps the layout that it begins with:
   * copies cost more than a layer gains.
   */
  private boolean channelsLast(String input, long... output) {
    Tensor made = tensors.first(input);
    boolean begins = made.buffer() == null;
    return begins
        ? tensors.areFloats() && output[1] % WIDE == 0 && output[output.length - 1] >= LONG
        : made.layout().matches(tensors.channelsLast(made.layout().lengths()));
  }

  void addForward(Operands o, Geometry geometry) {
    ConvolutionLayouts any = layouts(o, geometry);
    addForward(
        o, any, primitives.convolution(any, geometry), new Arguments(), o.outputs()[0]);
  }

  /** Adds a convolution that does the work of the batch norm behind it as well. */
  void addForward(Operands o, Geometry geometry, GraphOp norm) {
    ConvolutionLayouts any = layouts(o, geometry);
    long[] perChannel = new long[any.output().lengths().length];
    Arrays.fill(perChannel, 1);
    perChannel[1] = any.output().lengths()[1];
    Layout layout = tensors.rowMajor(perChannel);
    Tensor factor = tensors.take(layout);
    Tensor addend = tensors.take(layout);
    String output = norm.outputVariablesNames()[0];
    tensors.append("factors " + norm.argNames()[1], factors(norm, factor, addend));
    addForward(
        o,
        any,
        primitives.convolutionAffine(any, geometry, layout, options(norm).relu()),
        new Arguments()
            .with(Primitives.following(0), factor)
            .with(Primitives.following(1), addend),
        output);
  }

  private void addForward(
      Operands o, ConvolutionLayouts any, Description d, Arguments following, String output) {
    Layout input = d.layout(dnnl.dnnl_query_src_md, any.input().lengths());
    Layout weights = d.layout(dnnl.dnnl_query_weights_md, any.weights().lengths());
    Layout result = d.layout(dnnl.dnnl_query_dst_md, any.output().lengths());
    Arguments arguments =
        following
            .with(dnnl.DNNL_ARG_SRC, tensors.in(input, o.inputs()[0]))
            .with(dnnl.DNNL_ARG_WEIGHTS, tensors.in(weights, o.inputs()[1]));
    tensors.append(
        o.name(), d, arguments.with(dnnl.DNNL_ARG_DST, tensors.output(output, result)));
  }

  private static BatchNorm.Options options(GraphOp norm) {
    return ((Kernel.BatchNormForward) norm.kernel().orElseThrow()).options();
  }

  /** Returns what turns a batch norm's parameters and statistics into factor and addend. */
  private Runnable factors(GraphOp norm, Tensor factor, Tensor addend) {
    List<INDArray> given = Stream.of(norm.argNames()).skip(1).map(tensors::given).toList();
    FloatPointer factors = floats(factor);
    FloatPointer addends = floats(addend);
    double epsilon = options(norm).epsilon();
    return () -> {
      double[] scale = NativeValues.read(given.get(0));
      double[] shift = NativeValues.read(given.get(1));
      double[] mean = NativeValues.read(given.get(2));
      double[] variance = NativeValues.read(given.get(3));
      for (int c = 0; c < scale.length; c++) {
        double f = scale[c] / Math.sqrt(variance[c] + epsilon);
        factors.put(c, (float) f);
        addends.put(c, (float) (shift[c] - mean[c] * f));
      }
    };
  }

  private static FloatPointer floats(Tensor tensor) {
    DataBuffer buffer = tensor.buffer();
    checkState(buffer != null);
    return new FloatPointer(buffer.pointer());
  }

  /** Adds the derivative with respect to the weights and, where asked, to the input. */
  void addBackward(Operands o, Geometry geometry, boolean toInput) {
    ConvolutionLayouts any = layouts(o, geometry);
    Description forward = primitives.convolution(any, geometry);
    if (toInput) {
      addToInput(o, any, primitives.convolutionInput(any, geometry, forward));
    }
    long[] weights = any.weights().lengths();
    ConvolutionLayouts derivatives =
        new ConvolutionLayouts(any.input(), tensors.anyFloat(weights), any.output());
    Description d = primitives.convolutionWeights(derivatives, geometry, forward);
    Layout input = d.layout(dnnl.dnnl_query_src_md, any.input().lengths());
    Layout gradient = d.layout(dnnl.dnnl_query_diff_dst_md, any.output().lengths());
    Layout result = d.layout(dnnl.dnnl_query_diff_weights_md, weights);
    String output = o.outputs()[o.outputs().length - 1];
    tensors.append(
        o.name() + " weights",
        d,
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC, tensors.in(input, o.inputs()[0]))
            .with(dnnl.DNNL_ARG_DIFF_DST, tensors.in(gradient, o.inputs()[2]))
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, tensors.output(output, result)));
  }

  private void addToInput(Operands o, ConvolutionLayouts any, Description d) {
    Layout gradient = d.layout(dnnl.dnnl_query_diff_dst_md, any.output().lengths());
    Layout weights = d.layout(dnnl.dnnl_query_weights_md, any.weights().lengths());
    Layout result = d.layout(dnnl.dnnl_query_diff_src_md, any.input().lengths());
    tensors.append(
        o.name() + " input",
        d,
        new Arguments()
            .with(dnnl.DNNL_ARG_DIFF_DST, tensors.in(gradient, o.inputs()[2]))
            .with(dnnl.DNNL_ARG_WEIGHTS, tensors.in(weights, o.inputs()[1]))
            .with(dnnl.DNNL_ARG_DIFF_SRC, tensors.output(o.outputs()[0], result)));
  }
}

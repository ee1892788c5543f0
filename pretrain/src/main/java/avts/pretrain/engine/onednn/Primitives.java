package avts.pretrain.engine.onednn;

import avts.pretrain.graph.ops.Convolution.Extent;
import avts.pretrain.graph.ops.Convolution.Geometry;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes oneDNN's primitives for one plan; all end with the scope. */
final class Primitives {

  private static final dnnl_memory_desc NO_BIAS = new dnnl_memory_desc();

  private final OneDnn library;
  private final Scope scope;
  private final dnnl_stream stream;
  private final dnnl_primitive_attr attributes;

  Primitives(OneDnn library, Scope scope) {
    this.library = library;
    this.scope = scope;
    stream =
        scope.make(
            "a stream",
            out -> dnnl.dnnl_stream_create(out, library.engine(), dnnl.dnnl_stream_default_flags),
            dnnl_stream::new,
            dnnl::dnnl_stream_destroy);
    attributes = newAttributes();
  }

  /** Working memory comes from the plan, which knows when it is free again. */
  private dnnl_primitive_attr newAttributes() {
    dnnl_primitive_attr attr =
        scope.make(
            "attributes",
            dnnl::dnnl_primitive_attr_create,
            dnnl_primitive_attr::new,
            dnnl::dnnl_primitive_attr_destroy);
    OneDnn.check(
        dnnl.dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl.dnnl_scratchpad_mode_user),
        "attributes");
    return attr;
  }

  /** Adds to what a primitive does with its results before it writes them. */
  private interface Following {
    void appendTo(dnnl_post_ops ops);
  }

  private dnnl_primitive_attr attributes(Following following) {
    dnnl_primitive_attr attr = newAttributes();
    dnnl_post_ops ops =
        scope.make(
            "attributes",
            dnnl::dnnl_post_ops_create,
            dnnl_post_ops::new,
            dnnl::dnnl_post_ops_destroy);
    following.appendTo(ops);
    OneDnn.check(dnnl.dnnl_primitive_attr_set_post_ops(attr, ops), "attributes");
    return attr;
  }

  private static void appendRelu(dnnl_post_ops ops) {
    OneDnn.check(dnnl.dnnl_post_ops_append_eltwise(ops, dnnl.dnnl_eltwise_relu, 0, 0), "a ReLU");
  }

  /** Returns oneDNN's number of the array that operation {@code index} behind a primitive takes. */
  static int following(int index) {
    return (dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1)) | dnnl.DNNL_ARG_SRC_1;
  }

  private Description describe(String what, Scope.Maker maker) {
    return new Description(
        what, scope.make(what, maker, dnnl_primitive_desc::new, dnnl::dnnl_primitive_desc_destroy));
  }

  /**
   * A primitive that is going to be.
   *
   * @param what for messages and profiles
   * @param descriptor oneDNN's
   */
  record Description(String what, dnnl_primitive_desc descriptor) {

    /** Returns the layout that it asks for. */
    Layout layout(int query, long... lengths) {
      return new Layout(dnnl.dnnl_primitive_desc_query_md(descriptor, query, 0), lengths);
    }

    /** Returns oneDNN's name of the code that will run, such as {@code brgconv:avx512_core}. */
    String implementation() {
      try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
        OneDnn.check(
            dnnl.dnnl_primitive_desc_query(descriptor, dnnl.dnnl_query_impl_info_str, 0, name),
            what);
        return new BytePointer(name.get()).getString();
      }
    }
  }

  /** Steps and paddings of as many axes as an array has behind its channels. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Steps(long[] kernel, long[] stride, long[] dilation, long[] padding) {

    static Steps of(Geometry geometry, int axes) {
      return new Steps(
          lengths(geometry.kernel(), axes),
          lengths(geometry.stride(), axes),
          new long[axes],
          lengths(geometry.padding(), axes));
    }

    private static long[] lengths(Extent e, int axes) {
      return axes == 3
          ? new long[] {e.depth(), e.height(), e.width()}
          : new long[] {e.height(), e.width()};
    }
  }

  /** Layouts of a convolution's arrays, or of their derivatives. */
  record ConvolutionLayouts(Layout input, Layout weights, Layout output) {

    private Steps steps(Geometry geometry) {
      return Steps.of(geometry, input.lengths().length - 2);
    }
  }

  Description convolution(ConvolutionLayouts l, Geometry geometry) {
    return convolution(l, geometry, attributes);
  }

  /**
   * A convolution whose results are multiplied with one array and added to another, {@link
   * #following} 0 and 1, and set to 0 where they are negative and {@code relu}.
   *
   * @param perChannel layout of both, with length 1 on all axes but the second
   */
  Description convolutionAffine(
      ConvolutionLayouts l, Geometry geometry, Layout perChannel, boolean relu) {
    return convolution(
        l,
        geometry,
        attributes(
            ops -> {
              for (int what : new int[] {dnnl.dnnl_binary_mul, dnnl.dnnl_binary_add}) {
                OneDnn.check(
                    dnnl.dnnl_post_ops_append_binary(ops, what, perChannel.descriptor()),
                    "a batch norm behind a convolution");
              }
              if (relu) {
                appendRelu(ops);
              }
            }));
  }

  private Description convolution(
      ConvolutionLayouts l, Geometry geometry, dnnl_primitive_attr attr) {
    Steps s = l.steps(geometry);
    return describe(
        "convolution",
        out ->
            dnnl.dnnl_convolution_forward_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_forward_training,
                dnnl.dnnl_convolution_direct,
                l.input().descriptor(),
                l.weights().descriptor(),
                NO_BIAS,
                l.output().descriptor(),
                s.stride(),
                s.dilation(),
                s.padding(),
                s.padding(),
                attr));
  }

  /** The derivative with respect to the input. */
  Description convolutionInput(ConvolutionLayouts l, Geometry geometry, Description forward) {
    Steps s = l.steps(geometry);
    return describe(
        "convolution backward, input",
        out ->
            dnnl.dnnl_convolution_backward_data_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_convolution_direct,
                l.input().descriptor(),
                l.weights().descriptor(),
                l.output().descriptor(),
                s.stride(),
                s.dilation(),
                s.padding(),
                s.padding(),
                forward.descriptor(),
                attributes));
  }

  /** The derivative with respect to the weights. */
  Description convolutionWeights(ConvolutionLayouts l, Geometry geometry, Description forward) {
    Steps s = l.steps(geometry);
    return describe(
        "convolution backward, weights",
        out ->
            dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_convolution_direct,
                l.input().descriptor(),
                l.weights().descriptor(),
                NO_BIAS,
                l.output().descriptor(),
                s.stride(),
                s.dilation(),
                s.padding(),
                s.padding(),
                forward.descriptor(),
                attributes));
  }

  Description batchNorm(Layout layout, double epsilon, int flags) {
    return describe(
        "batch norm",
        out ->
            dnnl.dnnl_batch_normalization_forward_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_forward_training,
                layout.descriptor(),
                layout.descriptor(),
                (float) epsilon,
                flags,
                attributes));
  }

  Description batchNormBackward(Layout layout, double epsilon, int flags, Description forward) {
    return describe(
        "batch norm backward",
        out ->
            dnnl.dnnl_batch_normalization_backward_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_backward,
                layout.descriptor(),
                layout.descriptor(),
                layout.descriptor(),
                (float) epsilon,
                flags,
                forward.descriptor(),
                attributes));
  }

  Description maxPool(Layout input, Layout output, Geometry geometry) {
    Steps s = Steps.of(geometry, input.lengths().length - 2);
    return describe(
        "max pooling",
        out ->
            dnnl.dnnl_pooling_forward_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_forward_training,
                dnnl.dnnl_pooling_max,
                input.descriptor(),
                output.descriptor(),
                s.stride(),
                s.kernel(),
                s.dilation(),
                s.padding(),
                s.padding(),
                attributes));
  }

  Description maxPoolBackward(Layout input, Layout output, Geometry geometry, Description forward) {
    Steps s = Steps.of(geometry, input.lengths().length - 2);
    return describe(
        "max pooling backward",
        out ->
            dnnl.dnnl_pooling_backward_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_pooling_max,
                input.descriptor(),
                output.descriptor(),
                s.stride(),
                s.kernel(),
                s.dilation(),
                s.padding(),
                s.padding(),
                forward.descriptor(),
                attributes));
  }

  /** A sum of two arrays, its negative values set to 0 where {@code relu}. */
  Description sum(Layout first, Layout second, boolean relu) {
    dnnl_primitive_attr attr = relu ? attributes(Primitives::appendRelu) : attributes;
    return describe(
        "sum",
        out ->
            dnnl.dnnl_binary_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_binary_add,
                first.descriptor(),
                second.descriptor(),
                first.descriptor(),
                attr));
  }

  Description relu(Layout layout) {
    return describe(
        "ReLU",
        out ->
            dnnl.dnnl_eltwise_forward_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_forward_training,
                dnnl.dnnl_eltwise_relu_use_dst_for_bwd,
                layout.descriptor(),
                layout.descriptor(),
                0,
                0,
                attributes));
  }

  Description reluBackward(Layout layout) {
    Description forward = relu(layout);
    return describe(
        "ReLU backward",
        out ->
            dnnl.dnnl_eltwise_backward_primitive_desc_create(
                out,
                library.engine(),
                dnnl.dnnl_eltwise_relu_use_dst_for_bwd,
                layout.descriptor(),
                layout.descriptor(),
                layout.descriptor(),
                0,
                0,
                forward.descriptor(),
                attributes));
  }

  Description reorder(Layout from, Layout to) {
    return describe(
        "reorder",
        out ->
            dnnl.dnnl_reorder_primitive_desc_create(
                out,
                from.descriptor(),
                library.engine(),
                to.descriptor(),
                library.engine(),
                attributes));
  }

  /** Returns a tensor over memory that others own. */
  dnnl_memory memory(Layout layout, Pointer data) {
    return scope.make(
        "memory",
        out -> dnnl.dnnl_memory_create(out, layout.descriptor(), library.engine(), data),
        dnnl_memory::new,
        dnnl::dnnl_memory_destroy);
  }

  /** Returns a tensor over an ND4J array. */
  Tensor rowMajor(INDArray array) {
    Layout layout = Layout.rowMajor(scope, array.shape());
    return new Tensor(layout, memory(layout, array.data().pointer()), null);
  }

  /** Makes the primitive for its arrays, by oneDNN's number of each. */
  Runnable step(Description description, Map<Integer, Tensor> arguments) {
    dnnl_primitive primitive =
        scope.make(
            description.what(),
            out -> dnnl.dnnl_primitive_create(out, description.descriptor()),
            dnnl_primitive::new,
            dnnl::dnnl_primitive_destroy);
    int count = arguments.size();
    dnnl_exec_arg_t array = scope.own(new dnnl_exec_arg_t(count), Pointer::close);
    int i = 0;
    for (Map.Entry<Integer, Tensor> argument : arguments.entrySet()) {
      array.getPointer(i).arg(argument.getKey()).memory(argument.getValue().memory());
      i++;
    }
    String what = description.what();
    return () -> OneDnn.check(dnnl.dnnl_primitive_execute(primitive, stream, count, array), what);
  }
}

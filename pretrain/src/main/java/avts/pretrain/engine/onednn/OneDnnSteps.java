package avts.pretrain.engine.onednn;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import avts.pretrain.engine.onednn.Primitives.ConvolutionLayouts;
import avts.pretrain.engine.onednn.Primitives.Description;
import avts.pretrain.graph.ops.Convolution.Extent;
import avts.pretrain.graph.ops.Convolution.Geometry;
import avts.pretrain.graph.ops.GraphOp;
import avts.pretrain.graph.ops.Kernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;

/**
 * Steps of a plan that run in oneDNN: convolutions, and batch norms, ReLUs, poolings and sums of
 * what convolutions gave.
 *
 * <p>A variable stays in the layout that the convolution next to it likes best; it is copied into
 * another one only where an operation asks for it. Belongs to one plan; what it makes ends with it.
 */
public final class OneDnnSteps implements AutoCloseable {

  private static final int FLOAT_BYTES = 4;

  private final PlanMemory plan;
  private final Precision precision;
  private final Scope scope = new Scope();
  private final Primitives primitives;

  /** Arrays of each variable, the one it was made in first. */
  private final Map<String, List<Tensor>> tensors = new HashMap<>();

  /** Lengths of the axes of every variable that has been here. */
  private final Map<String, long[]> shapes = new HashMap<>();

  /** What a backward step has to know of the forward one, by the name of its input. */
  private final Map<String, Forward> forwards = new HashMap<>();

  /** What a forward step leaves to the backward one. */
  private record Forward(
      Description description, Layout input, Layout output, @Nullable Tensor workspace) {}

  /** Begins without any variable. */
  public OneDnnSteps(OneDnn library, PlanMemory plan, Precision precision) {
    this.plan = plan;
    this.precision = precision;
    primitives = new Primitives(library, scope);
  }

  /** Returns whether an operation should run here. */
  public boolean takes(DynamicCustomOp operation) {
    String[] inputs = operation.argNames();
    Optional<Kernel> kernel =
        operation instanceof GraphOp graphOp ? graphOp.kernel() : Optional.empty();
    if (kernel.isEmpty()) {
      return operation instanceof AddOp && holds(inputs[0]) && holds(inputs[1]);
    }
    Kernel k = kernel.get();
    if (k instanceof Kernel.BatchNormBackward || k instanceof Kernel.MaxPoolBackward) {
      return forwards.containsKey(inputs[0]);
    }
    return k instanceof Kernel.ConvolutionForward
        || k instanceof Kernel.ConvolutionBackward
        || k instanceof Kernel.ConvolutionWeights
        || holds(inputs[0]);
  }

  /** Returns whether a variable has an array that is not the plan's. */
  private boolean holds(String variable) {
    return tensors.getOrDefault(variable, List.of()).stream()
        .anyMatch(tensor -> tensor.buffer() != null);
  }

  /** Adds the steps of an operation that {@link #takes} has accepted. */
  public void add(DynamicCustomOp operation) {
    Operands o = new Operands(operation);
    if (!(operation instanceof GraphOp graphOp)) {
      addSum(o, false);
      return;
    }
    Kernel kernel = graphOp.kernel().orElseThrow();
    if (kernel instanceof Kernel.ConvolutionForward k) {
      addConvolution(o, k.geometry());
    } else if (kernel instanceof Kernel.ConvolutionBackward k) {
      addConvolutionBackward(o, k.geometry(), true);
    } else if (kernel instanceof Kernel.ConvolutionWeights k) {
      addConvolutionBackward(o, k.geometry(), false);
    } else if (kernel instanceof Kernel.BatchNormForward k) {
      addBatchNorm(o, k);
    } else if (kernel instanceof Kernel.BatchNormBackward k) {
      addBatchNormBackward(o, k);
    } else if (kernel instanceof Kernel.ReluForward) {
      addRelu(o);
    } else if (kernel instanceof Kernel.ReluBackward) {
      addReluBackward(o);
    } else if (kernel instanceof Kernel.MaxPoolForward k) {
      addMaxPool(o, k.geometry());
    } else if (kernel instanceof Kernel.MaxPoolBackward k) {
      addMaxPoolBackward(o, k.geometry());
    }
  }

  /** Names of an operation's variables. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Operands(String name, String[] inputs, String[] outputs) {
    Operands(DynamicCustomOp operation) {
      this(
          operation.opName() + " " + second(operation.argNames()),
          operation.argNames(),
          operation.outputVariablesNames());
    }

    private static String second(String... inputs) {
      return inputs[Math.min(1, inputs.length - 1)];
    }
  }

  // Variables ------------------------------------------------------------------------------------

  /** Returns the row-major array of a variable, copied from the layout it is in where necessary. */
  public INDArray array(String variable) {
    Optional<INDArray> present = plan.array(variable);
    if (present.isPresent()) {
      return present.get();
    }
    Tensor source = first(variable);
    INDArray array = plan.create(variable, source.layout().lengths());
    Tensor target = primitives.rowMajor(array);
    keep(variable, target);
    reorder(variable, source, target);
    return array;
  }

  /** Returns whether a variable has an array here. */
  public boolean has(String variable) {
    return tensors.containsKey(variable);
  }

  /** Returns the lengths of the axes of every variable that has been here. */
  public Map<String, long[]> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  /** Leaves what a variable occupies to steps that are added later. */
  public void release(String variable) {
    List<Tensor> held = tensors.remove(variable);
    if (held == null) {
      return;
    }
    for (Tensor tensor : held) {
      DataBuffer buffer = tensor.buffer();
      if (buffer != null) {
        plan.giveBack(buffer);
      }
    }
  }

  /** Returns the array that a variable was made in. */
  private Tensor first(String variable) {
    List<Tensor> held = tensors.get(variable);
    if (held != null) {
      return held.get(0);
    }
    INDArray array =
        plan.array(variable)
            .orElseThrow(() -> new IllegalStateException(variable + " has no array yet"));
    return keep(variable, primitives.rowMajor(array));
  }

  /** Returns a variable's array in a layout. */
  private Tensor in(Layout layout, String variable) {
    Tensor source = first(variable);
    for (Tensor tensor : tensors.getOrDefault(variable, List.of())) {
      if (tensor.layout().matches(layout)) {
        return tensor;
      }
    }
    Tensor copy = take(new Layout(layout.descriptor(), source.layout().lengths()));
    keep(variable, copy);
    reorder(variable, source, copy);
    return copy;
  }

  private Tensor keep(String variable, Tensor tensor) {
    shapes.putIfAbsent(variable, tensor.layout().lengths());
    tensors.computeIfAbsent(variable, key -> new ArrayList<>()).add(tensor);
    return tensor;
  }

  /** Returns an array for an output in a layout. */
  private Tensor output(String variable, Layout layout) {
    return keep(variable, take(layout));
  }

  /** Returns a row-major array for an output. */
  private Tensor rowMajorOutput(String variable, long... lengths) {
    return keep(variable, primitives.rowMajor(plan.create(variable, lengths)));
  }

  private Tensor take(Layout layout) {
    DataBuffer buffer = plan.take((layout.bytes() + FLOAT_BYTES - 1) / FLOAT_BYTES);
    return new Tensor(layout, primitives.memory(layout, buffer.pointer()), buffer);
  }

  private void reorder(String variable, Tensor from, Tensor to) {
    append(
        "reorder " + variable,
        primitives.reorder(from.layout(), to.layout()),
        arguments().with(dnnl.DNNL_ARG_FROM, from).with(dnnl.DNNL_ARG_TO, to));
  }

  // Steps ----------------------------------------------------------------------------------------

  /** Arrays of a primitive, by oneDNN's number of each. */
  private static final class Arguments {
    private final Map<Integer, Tensor> tensors = new LinkedHashMap<>();

    Arguments with(int number, @Nullable Tensor tensor) {
      if (tensor != null) {
        tensors.put(number, tensor);
      }
      return this;
    }
  }

  private static Arguments arguments() {
    return new Arguments();
  }

  private void append(String name, Description description, Arguments arguments) {
    Layout scratchpad = description.layout(dnnl.dnnl_query_scratchpad_md);
    Tensor working = scratchpad.bytes() == 0 ? null : take(scratchpad);
    arguments.with(dnnl.DNNL_ARG_SCRATCHPAD, working);
    plan.append(
        name + " [" + description.implementation() + "]",
        primitives.step(description, arguments.tensors));
    if (working != null) {
      DataBuffer buffer = working.buffer();
      checkState(buffer != null);
      plan.giveBack(buffer); // later steps run when this one is done
    }
  }

  private Layout any(long... lengths) {
    return Layout.any(scope, precision.type(), lengths);
  }

  private long[] lengths(String variable) {
    return first(variable).layout().lengths();
  }

  private ConvolutionLayouts anyLayouts(long[] input, long[] weights, Geometry geometry) {
    return new ConvolutionLayouts(
        any(input), any(weights), any(outputLengths(input, weights[0], geometry)));
  }

  private static long[] outputLengths(long[] input, long channels, Geometry geometry) {
    long[] output = input.clone();
    output[1] = channels;
    int last = input.length - 1;
    Extent k = geometry.kernel();
    Extent s = geometry.stride();
    Extent p = geometry.padding();
    output[last] = steps(input[last], k.width(), s.width(), p.width());
    output[last - 1] = steps(input[last - 1], k.height(), s.height(), p.height());
    if (last == 4) {
      output[2] = steps(input[2], k.depth(), s.depth(), p.depth());
    }
    return output;
  }

  private static long steps(long length, int kernel, int stride, int padding) {
    checkArgument(
        length + 2L * padding >= kernel, "a window of %s does not fit %s", kernel, length);
    return (length + 2L * padding - kernel) / stride + 1;
  }

  private void addConvolution(Operands o, Geometry geometry) {
    long[] input = lengths(o.inputs[0]);
    long[] weights = lengths(o.inputs[1]);
    ConvolutionLayouts any = anyLayouts(input, weights, geometry);
    Description d = primitives.convolution(any, geometry);
    Tensor source = in(d.layout(dnnl.dnnl_query_src_md, input), o.inputs[0]);
    Tensor kernel = in(d.layout(dnnl.dnnl_query_weights_md, weights), o.inputs[1]);
    Tensor target = output(o.outputs[0], d.layout(dnnl.dnnl_query_dst_md, any.output().lengths()));
    append(
        o.name,
        d,
        arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_WEIGHTS, kernel)
            .with(dnnl.DNNL_ARG_DST, target));
  }

  private void addConvolutionBackward(Operands o, Geometry geometry, boolean toInput) {
    long[] input = lengths(o.inputs[0]);
    long[] weights = lengths(o.inputs[1]);
    ConvolutionLayouts any = anyLayouts(input, weights, geometry);
    long[] output = any.output().lengths();
    Description forward = primitives.convolution(any, geometry);
    if (toInput) {
      Description d = primitives.convolutionInput(any, geometry, forward);
      Tensor gradient = in(d.layout(dnnl.dnnl_query_diff_dst_md, output), o.inputs[2]);
      Tensor kernel = in(d.layout(dnnl.dnnl_query_weights_md, weights), o.inputs[1]);
      Tensor target = output(o.outputs[0], d.layout(dnnl.dnnl_query_diff_src_md, input));
      append(
          o.name + " input",
          d,
          arguments()
              .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
              .with(dnnl.DNNL_ARG_WEIGHTS, kernel)
              .with(dnnl.DNNL_ARG_DIFF_SRC, target));
    }
    Layout weightGradient = Layout.any(scope, dnnl.dnnl_f32, weights);
    Description d =
        primitives.convolutionWeights(
            new ConvolutionLayouts(any.input(), weightGradient, any.output()), geometry, forward);
    Tensor source = in(d.layout(dnnl.dnnl_query_src_md, input), o.inputs[0]);
    Tensor gradient = in(d.layout(dnnl.dnnl_query_diff_dst_md, output), o.inputs[2]);
    Tensor target =
        output(o.outputs[o.outputs.length - 1], d.layout(dnnl.dnnl_query_diff_weights_md, weights));
    append(
        o.name + " weights",
        d,
        arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, target));
  }

  private static int flags(boolean relu, boolean overBatch) {
    return dnnl.dnnl_use_scale
        | dnnl.dnnl_use_shift
        | (relu ? dnnl.dnnl_fuse_norm_relu : 0)
        | (overBatch ? 0 : dnnl.dnnl_use_global_stats);
  }

  private void addBatchNorm(Operands o, Kernel.BatchNormForward kernel) {
    Tensor source = first(o.inputs[0]);
    Description d =
        primitives.batchNorm(
            source.layout(),
            kernel.options().epsilon(),
            flags(kernel.options().relu(), kernel.overBatch()));
    long channels = source.layout().lengths()[1];
    Tensor target = output(o.outputs[0], source.layout());
    Layout workspaceLayout = d.layout(dnnl.dnnl_query_workspace_md);
    Tensor workspace = workspaceLayout.bytes() == 0 ? null : take(workspaceLayout);
    forwards.put(o.inputs[0], new Forward(d, source.layout(), source.layout(), workspace));
    Tensor mean = kernel.overBatch() ? rowMajorOutput(o.outputs[1], channels) : first(o.inputs[3]);
    Tensor variance =
        kernel.overBatch() ? rowMajorOutput(o.outputs[2], channels) : first(o.inputs[4]);
    append(
        o.name,
        d,
        arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_SCALE, first(o.inputs[1]))
            .with(dnnl.DNNL_ARG_SHIFT, first(o.inputs[2]))
            .with(dnnl.DNNL_ARG_MEAN, mean)
            .with(dnnl.DNNL_ARG_VARIANCE, variance)
            .with(dnnl.DNNL_ARG_DST, target)
            .with(dnnl.DNNL_ARG_WORKSPACE, workspace));
  }

  private Forward forward(Operands o) {
    Forward forward = forwards.remove(o.inputs[0]);
    checkState(forward != null, "%s has no forward step", o.name);
    return forward;
  }

  private void finish(Forward forward) {
    Tensor workspace = forward.workspace();
    if (workspace != null && workspace.buffer() != null) {
      plan.giveBack(workspace.buffer());
    }
  }

  private void addBatchNormBackward(Operands o, Kernel.BatchNormBackward kernel) {
    Forward forward = forward(o);
    Description d =
        primitives.batchNormBackward(
            forward.input(),
            kernel.options().epsilon(),
            flags(kernel.options().relu(), kernel.overBatch()),
            forward.description());
    long channels = forward.input().lengths()[1];
    Tensor source = in(forward.input(), o.inputs[0]);
    Tensor gradient = in(forward.input(), o.inputs[5]);
    append(
        o.name,
        d,
        arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_SCALE, first(o.inputs[1]))
            .with(dnnl.DNNL_ARG_MEAN, first(o.inputs[3]))
            .with(dnnl.DNNL_ARG_VARIANCE, first(o.inputs[4]))
            .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .with(dnnl.DNNL_ARG_WORKSPACE, forward.workspace())
            .with(dnnl.DNNL_ARG_DIFF_SRC, output(o.outputs[0], forward.input()))
            .with(dnnl.DNNL_ARG_DIFF_SCALE, rowMajorOutput(o.outputs[1], channels))
            .with(dnnl.DNNL_ARG_DIFF_SHIFT, rowMajorOutput(o.outputs[2], channels)));
    finish(forward);
  }

  private void addRelu(Operands o) {
    if (o.inputs.length == 2) {
      addSum(o, true);
      return;
    }
    Tensor source = first(o.inputs[0]);
    append(
        o.name,
        primitives.relu(source.layout()),
        arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_DST, output(o.outputs[0], source.layout())));
  }

  private void addReluBackward(Operands o) {
    Tensor result = first(o.inputs[0]);
    Layout layout = result.layout();
    append(
        o.name,
        primitives.reluBackward(layout),
        arguments()
            .with(dnnl.DNNL_ARG_DST, result)
            .with(dnnl.DNNL_ARG_DIFF_DST, in(layout, o.inputs[1]))
            .with(dnnl.DNNL_ARG_DIFF_SRC, output(o.outputs[0], layout)));
  }

  private void addSum(Operands o, boolean relu) {
    Tensor first = first(o.inputs[0]);
    Tensor second = in(first.layout(), o.inputs[1]);
    append(
        o.name,
        primitives.sum(first.layout(), second.layout(), relu),
        arguments()
            .with(dnnl.DNNL_ARG_SRC_0, first)
            .with(dnnl.DNNL_ARG_SRC_1, second)
            .with(dnnl.DNNL_ARG_DST, output(o.outputs[0], first.layout())));
  }

  private void addMaxPool(Operands o, Geometry geometry) {
    Tensor source = first(o.inputs[0]);
    long[] input = source.layout().lengths();
    long[] output = outputLengths(input, input[1], geometry);
    Description d = primitives.maxPool(source.layout(), any(output), geometry);
    Tensor target = output(o.outputs[0], d.layout(dnnl.dnnl_query_dst_md, output));
    Layout workspaceLayout = d.layout(dnnl.dnnl_query_workspace_md);
    Tensor workspace = workspaceLayout.bytes() == 0 ? null : take(workspaceLayout);
    forwards.put(o.inputs[0], new Forward(d, source.layout(), target.layout(), workspace));
    append(
        o.name,
        d,
        arguments()
            .with(dnnl.DNNL_ARG_SRC, source)
            .with(dnnl.DNNL_ARG_DST, target)
            .with(dnnl.DNNL_ARG_WORKSPACE, workspace));
  }

  private void addMaxPoolBackward(Operands o, Geometry geometry) {
    Forward forward = forward(o);
    Description d =
        primitives.maxPoolBackward(
            forward.input(), forward.output(), geometry, forward.description());
    append(
        o.name,
        d,
        arguments()
            .with(dnnl.DNNL_ARG_DIFF_DST, in(forward.output(), o.inputs[1]))
            .with(dnnl.DNNL_ARG_WORKSPACE, forward.workspace())
            .with(dnnl.DNNL_ARG_DIFF_SRC, output(o.outputs[0], forward.input())));
    finish(forward);
  }

  @Override
  public void close() {
    scope.close();
    tensors.clear();
    forwards.clear();
  }
}

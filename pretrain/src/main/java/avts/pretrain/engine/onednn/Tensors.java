package avts.pretrain.engine.onednn;

import static com.google.common.base.Preconditions.checkState;

import avts.pretrain.engine.onednn.Primitives.Description;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The variables of a plan in the layouts that oneDNN likes, and the steps that work on them.
 *
 * <p>A variable may have several arrays. The first is the one it was made in; the others are copies
 * in other layouts, each made where it was first asked for.
 */
final class Tensors {

  private static final int FLOAT_BYTES = 4;

  private final PlanMemory plan;
  private final Precision precision;
  private final Scope scope;
  private final Primitives primitives;
  private final Map<String, List<Tensor>> held = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();

  Tensors(PlanMemory plan, Precision precision, Scope scope, Primitives primitives) {
    this.plan = plan;
    this.precision = precision;
    this.scope = scope;
    this.primitives = primitives;
  }

  /** Returns whether a variable has an array that is not the plan's. */
  boolean holds(String variable) {
    return held.getOrDefault(variable, List.of()).stream()
        .anyMatch(tensor -> tensor.buffer() != null);
  }

  /** Returns whether a variable has an array here. */
  boolean has(String variable) {
    return held.containsKey(variable);
  }

  /** Returns the lengths of the axes of a variable that has been here, be it released or not. */
  Optional<long[]> shape(String variable) {
    return Optional.ofNullable(shapes.get(variable));
  }

  /** Makes the row-major array of a variable that the plan has none of. */
  INDArray array(String variable) {
    Tensor source = first(variable);
    INDArray array = plan.create(variable, source.layout().lengths());
    Tensor target = keep(variable, primitives.rowMajor(array));
    reorder(variable, source, target);
    return array;
  }

  /** Leaves what a variable occupies to steps that are added later. */
  void release(String variable) {
    List<Tensor> tensors = held.remove(variable);
    if (tensors != null) {
      tensors.forEach(this::giveBack);
    }
  }

  /** Leaves an array to steps that are added later, unless it is the plan's. */
  void giveBack(@Nullable Tensor tensor) {
    if (tensor != null && tensor.buffer() != null) {
      plan.giveBack(tensor.buffer());
    }
  }

  /** Returns the array that a variable was made in. */
  Tensor first(String variable) {
    List<Tensor> tensors = held.get(variable);
    if (tensors != null) {
      return tensors.get(0);
    }
    return keep(variable, primitives.rowMajor(given(variable)));
  }

  /** Returns a variable's array in a layout. */
  Tensor in(Layout layout, String variable) {
    Tensor source = first(variable);
    for (Tensor tensor : held.getOrDefault(variable, List.of())) {
      if (tensor.layout().matches(layout)) {
        return tensor;
      }
    }
    Tensor copy = keep(variable, take(new Layout(layout.descriptor(), source.layout().lengths())));
    reorder(variable, source, copy);
    return copy;
  }

  private Tensor keep(String variable, Tensor tensor) {
    shapes.putIfAbsent(variable, tensor.layout().lengths());
    held.computeIfAbsent(variable, key -> new ArrayList<>()).add(tensor);
    return tensor;
  }

  /** Returns an array for a result in a layout. */
  Tensor output(String variable, Layout layout) {
    return keep(variable, take(layout));
  }

  /** Returns a row-major array for a result. */
  Tensor rowMajorOutput(String variable, long... lengths) {
    return keep(variable, primitives.rowMajor(plan.create(variable, lengths)));
  }

  /** Returns an array of no variable's. */
  Tensor take(Layout layout) {
    DataBuffer buffer = plan.take((layout.bytes() + FLOAT_BYTES - 1) / FLOAT_BYTES);
    return new Tensor(layout, primitives.memory(layout, buffer.pointer()), buffer);
  }

  /** Returns the array that a primitive notes things down in; null where it has none. */
  @Nullable Tensor workspace(Description description) {
    Layout layout = description.layout(dnnl.dnnl_query_workspace_md);
    return layout.bytes() == 0 ? null : take(layout);
  }

  /** Returns the lengths of a variable's axes. */
  long[] lengths(String variable) {
    return first(variable).layout().lengths();
  }

  /** Returns a layout in the precision of activations whose order oneDNN may choose. */
  Layout any(long... lengths) {
    return Layout.any(scope, precision.type(), lengths);
  }

  /** Returns the layout of activations whose channels lie side by side. */
  Layout channelsLast(long... lengths) {
    return Layout.channelsLast(scope, precision.type(), lengths);
  }

  /** Returns whether activations are 32 bits. */
  boolean areFloats() {
    return precision == Precision.FLOAT32;
  }

  /** Returns a layout in 32 bits whose order oneDNN may choose. */
  Layout anyFloat(long... lengths) {
    return Layout.any(scope, dnnl.dnnl_f32, lengths);
  }

  /** Returns the layout of a row-major array. */
  Layout rowMajor(long... lengths) {
    return Layout.rowMajor(scope, lengths);
  }

  private void reorder(String variable, Tensor from, Tensor to) {
    append(
        "reorder " + variable,
        primitives.reorder(from.layout(), to.layout()),
        new Arguments().with(dnnl.DNNL_ARG_FROM, from).with(dnnl.DNNL_ARG_TO, to));
  }

  /** Adds a primitive to the plan's steps. */
  void append(String name, Description description, Arguments arguments) {
    Layout scratchpad = description.layout(dnnl.dnnl_query_scratchpad_md);
    Tensor working = scratchpad.bytes() == 0 ? null : take(scratchpad);
    arguments.with(dnnl.DNNL_ARG_SCRATCHPAD, working);
    plan.append(
        name + " [" + description.implementation() + "]",
        primitives.step(description, arguments.tensors()));
    giveBack(working); // later steps run when this one is done
  }

  /** Adds a step in Java to the plan's. */
  void append(String name, Runnable step) {
    plan.append(name, step);
  }

  /** Returns a variable's array, which must be the plan's. */
  INDArray given(String variable) {
    Optional<INDArray> array = plan.array(variable);
    checkState(array.isPresent(), "%s has no array yet", variable);
    return array.get();
  }
}

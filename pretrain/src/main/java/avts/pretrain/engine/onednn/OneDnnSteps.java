package avts.pretrain.engine.onednn;

import static com.google.common.base.Preconditions.checkState;

import avts.pretrain.graph.ops.Convolution.Geometry;
import avts.pretrain.graph.ops.GraphOp;
import avts.pretrain.graph.ops.Kernel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
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

  private final FoldedNorms folded;
  private final Scope scope = new Scope();
  private final Tensors tensors;
  private final ConvolutionSteps convolutions;
  private final BatchNormSteps norms;
  private final ReluSteps relus;
  private final MaxPoolSteps pools;

  /** What a backward step has to know of the forward one, by the name of its input. */
  private final Map<String, Forward> forwards = new HashMap<>();

  /**
   * Operations in the order in which they are going to be planned.
   *
   * @param operations all of them
   * @param outputs names of what the plan must give
   */
  public record Order(List<DifferentialFunction> operations, Set<String> outputs) {

    /** Copies the collections. */
    public Order {
      operations = List.copyOf(operations);
      outputs = Set.copyOf(outputs);
    }
  }

  /** Begins without any variable. */
  public OneDnnSteps(OneDnn library, PlanMemory plan, Precision precision, Order order) {
    folded = new FoldedNorms(order.operations, order.outputs);
    Primitives primitives = new Primitives(library, scope);
    tensors = new Tensors(plan, precision, scope, primitives);
    convolutions = new ConvolutionSteps(tensors, primitives);
    norms = new BatchNormSteps(tensors, primitives);
    relus = new ReluSteps(tensors, primitives);
    pools = new MaxPoolSteps(tensors, primitives);
  }

  /** Returns whether an operation should run here. */
  public boolean takes(DynamicCustomOp operation) {
    String[] inputs = operation.argNames();
    Optional<Kernel> kernel =
        operation instanceof GraphOp graphOp ? graphOp.kernel() : Optional.empty();
    if (kernel.isEmpty()) {
      return operation instanceof AddOp && tensors.holds(inputs[0]) && tensors.holds(inputs[1]);
    }
    Kernel k = kernel.get();
    if (k instanceof Kernel.BatchNormBackward || k instanceof Kernel.MaxPoolBackward) {
      return forwards.containsKey(inputs[0]);
    }
    return folded.contains(operation)
        || k instanceof Kernel.ConvolutionForward
        || k instanceof Kernel.ConvolutionBackward
        || k instanceof Kernel.ConvolutionWeights
        || tensors.holds(inputs[0]);
  }

  /** Adds the steps of an operation that {@link #takes} has accepted. */
  public void add(DynamicCustomOp operation) {
    if (folded.contains(operation)) {
      return; // the convolution before has done it
    }
    Operands o = Operands.of(operation);
    if (!(operation instanceof GraphOp graphOp)) {
      relus.addSum(o, false);
      return;
    }
    Kernel kernel = graphOp.kernel().orElseThrow();
    if (kernel instanceof Kernel.ConvolutionForward k) {
      addConvolution(o, k.geometry());
    } else if (kernel instanceof Kernel.ConvolutionBackward k) {
      convolutions.addBackward(o, k.geometry(), true);
    } else if (kernel instanceof Kernel.ConvolutionWeights k) {
      convolutions.addBackward(o, k.geometry(), false);
    } else if (kernel instanceof Kernel.BatchNormForward k) {
      forwards.put(o.inputs()[0], norms.addForward(o, k));
    } else if (kernel instanceof Kernel.BatchNormBackward k) {
      norms.addBackward(o, k, forward(o));
    } else if (kernel instanceof Kernel.ReluForward) {
      relus.addForward(o);
    } else if (kernel instanceof Kernel.ReluBackward) {
      relus.addBackward(o);
    } else if (kernel instanceof Kernel.MaxPoolForward k) {
      forwards.put(o.inputs()[0], pools.addForward(o, k.geometry()));
    } else if (kernel instanceof Kernel.MaxPoolBackward k) {
      pools.addBackward(o, k.geometry(), forward(o));
    }
  }

  private void addConvolution(Operands o, Geometry geometry) {
    Optional<GraphOp> norm = folded.behind(o.outputs()[0]);
    if (norm.isPresent()) {
      convolutions.addForward(o, geometry, norm.get());
    } else {
      convolutions.addForward(o, geometry);
    }
  }

  private Forward forward(Operands o) {
    Forward forward = forwards.remove(o.inputs()[0]);
    checkState(forward != null, "%s has no forward step", o.name());
    return forward;
  }

  /** Returns whether a variable has an array here. */
  public boolean has(String variable) {
    return tensors.has(variable);
  }

  /** Returns the lengths of the axes of every variable that has been here. */
  public Map<String, long[]> shapes() {
    return tensors.shapes();
  }

  /** Returns the row-major array of a variable, copied from the layout it is in where necessary. */
  public INDArray array(String variable) {
    return tensors.array(variable);
  }

  /** Leaves what a variable occupies to steps that are added later. */
  public void release(String variable) {
    tensors.release(variable);
  }

  @Override
  public void close() {
    scope.close();
  }
}

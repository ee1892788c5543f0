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

    /** Returns whether there is anything here to run: all else follows convolutions. */
    public boolean hasConvolutions() {
      return operations.stream()
          .flatMap(operation -> Kernel.of(operation).stream())
          .anyMatch(OneDnnSteps::isConvolution);
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
    Optional<Kernel> kernel = Kernel.of(operation);
    if (kernel.isEmpty()) {
      return operation instanceof AddOp && tensors.holds(inputs[0]) && tensors.holds(inputs[1]);
    }
    Kernel k = kernel.get();
    if (k instanceof Kernel.BatchNormBackward || k instanceof Kernel.MaxPoolBackward) {
      return forwards.containsKey(inputs[0]);
    }
    return folded.contains(operation) || isConvolution(k) || tensors.holds(inputs[0]);
  }

  private static boolean isConvolution(Kernel kernel) {
    return kernel instanceof Kernel.ConvolutionForward
        || kernel instanceof Kernel.ConvolutionBackward
        || kernel instanceof Kernel.ConvolutionWeights;
  }

  /**
   * Adds the steps of an operation that {@link #takes} has accepted.
   *
   * @param name for profiles
   */
  public void add(String name, DynamicCustomOp operation) {
    if (folded.contains(operation)) {
      return; // the convolution before has done it
    }
    Operands o = Operands.of(name, operation);
    Kernel kernel = Kernel.of(operation).orElse(null);
    if (kernel == null) {
      relus.addSum(o, false);
    } else if (kernel instanceof Kernel.ConvolutionForward k) {
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

  /** Returns the lengths of the axes of a variable that has been here, be it released or not. */
  public Optional<long[]> shape(String variable) {
    return tensors.shape(variable);
  }

  /** Makes the row-major array of a variable that the plan has none of. */
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

package avts.pretrain.engine.onednn;

import avts.pretrain.graph.ops.GraphOp;
import avts.pretrain.graph.ops.Kernel;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;

/**
 * The batch norms of a graph that need not run by themselves: those with given statistics that
 * stand behind a convolution whose result nobody else wants. They become a factor and an addend for
 * each channel, which the convolution applies before it writes.
 */
final class FoldedNorms {

  /** By the convolution's result. */
  private final Map<String, GraphOp> byResult = new HashMap<>();

  private final Set<DifferentialFunction> folded =
      Collections.newSetFromMap(new IdentityHashMap<>());

  FoldedNorms(List<? extends DifferentialFunction> operations, Collection<String> outputs) {
    Map<String, Integer> uses = new HashMap<>();
    outputs.forEach(name -> uses.merge(name, 1, Integer::sum));
    Set<String> convolved = new HashSet<>();
    for (DifferentialFunction operation : operations) {
      List.of(operation.argNames()).forEach(name -> uses.merge(name, 1, Integer::sum));
      if (Kernel.of(operation).filter(Kernel.ConvolutionForward.class::isInstance).isPresent()) {
        convolved.add(operation.outputVariablesNames()[0]);
      }
    }
    for (DifferentialFunction operation : operations) {
      String input = operation.argNames()[0];
      if (isFixed(operation) && convolved.contains(input) && uses.getOrDefault(input, 0) == 1) {
        byResult.put(input, (GraphOp) operation);
        folded.add(operation);
      }
    }
  }

  private static boolean isFixed(DifferentialFunction operation) {
    return Kernel.of(operation).orElse(null) instanceof Kernel.BatchNormForward norm
        && !norm.overBatch();
  }

  /** Returns the batch norm that the convolution with a result does as well. */
  Optional<GraphOp> behind(String result) {
    return Optional.ofNullable(byResult.get(result));
  }

  /** Returns whether a convolution has done an operation's work. */
  boolean contains(DifferentialFunction operation) {
    return folded.contains(operation);
  }
}

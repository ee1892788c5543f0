package avts.pretrain.graph;

import static com.google.common.base.Preconditions.checkState;

import avts.pretrain.graph.ops.Gradient;
import avts.pretrain.graph.ops.GraphOp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Reverse-mode differentiation of a graph of our operations.
 *
 * <p>Works on the graph itself, where SameDiff's {@code createGradFunction} differentiates a copy
 * that has lost settings of several operations.
 */
public final class Gradients {

  private final Map<String, SDVariable> sums = new HashMap<>();
  private final Set<String> needed;

  private Gradients(Set<String> needed) {
    this.needed = needed;
  }

  /**
   * Adds the derivatives of a scalar to its graph.
   *
   * @param loss a scalar
   * @param parameters with respect to what
   * @return derivative of each parameter, in their order; every parameter must have one
   */
  public static List<SDVariable> of(SDVariable loss, List<SDVariable> parameters) {
    SameDiff graph = loss.getSameDiff();
    List<DifferentialFunction> forward = List.of(graph.ops());
    Gradients gradients = new Gradients(dependents(forward, parameters));
    gradients.add(loss.name(), graph.one("one", loss.dataType()));
    for (int i = forward.size() - 1; i >= 0; i--) {
      gradients.propagate(forward.get(i));
    }
    List<SDVariable> result = new ArrayList<>();
    for (SDVariable parameter : parameters) {
      SDVariable gradient = gradients.sums.get(parameter.name());
      checkState(gradient != null, "the loss does not depend on %s", parameter.name());
      result.add(gradient);
    }
    return result;
  }

  /** Returns the names of all variables that change with a parameter. */
  private static Set<String> dependents(
      List<DifferentialFunction> forward, Collection<SDVariable> parameters) {
    Set<String> names = new HashSet<>();
    parameters.forEach(parameter -> names.add(parameter.name()));
    for (DifferentialFunction operation : forward) {
      if (Stream.of(operation.argNames()).anyMatch(names::contains)) {
        names.addAll(List.of(operation.outputVariablesNames()));
      }
    }
    return names;
  }

  private void propagate(DifferentialFunction operation) {
    List<Gradient> outputGradients = new ArrayList<>();
    for (String output : operation.outputVariablesNames()) {
      SDVariable sum = needed.contains(output) ? sums.get(output) : null;
      outputGradients.add(sum == null ? Gradient.NONE : Gradient.of(sum));
    }
    if (outputGradients.stream().allMatch(gradient -> gradient.variable().isEmpty())) {
      return;
    }
    checkState(operation instanceof GraphOp, "%s is no operation of ours", operation.opName());
    List<Gradient> inputGradients = ((GraphOp) operation).gradients(outputGradients);
    String[] inputs = operation.argNames();
    for (int i = 0; i < inputs.length; i++) {
      if (needed.contains(inputs[i])) {
        String input = inputs[i];
        inputGradients.get(i).variable().ifPresent(gradient -> add(input, gradient));
      }
    }
  }

  private void add(String variable, SDVariable gradient) {
    sums.merge(variable, gradient, SDVariable::add);
  }
}

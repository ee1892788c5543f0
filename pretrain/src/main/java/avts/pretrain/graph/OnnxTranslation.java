package avts.pretrain.graph;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.graph.onnx.OnnxNodes;
import avts.pretrain.graph.onnx.OnnxValue;
import avts.pretrain.graph.ops.GraphOp;
import avts.pretrain.graph.ops.NativeValues;
import com.google.common.primitives.Longs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns a graph of our operations in inference mode into an ONNX model.
 *
 * <p>Every operation writes its own counterpart ({@link GraphOp#writeTo}); parameters and running
 * statistics become constants, under their names.
 */
public final class OnnxTranslation {

  private final Parameters parameters;
  private final Map<String, INDArray> values;

  /**
   * Prepares translation.
   *
   * @param parameters what the graph has registered
   * @param values their arrays by the names of the graph's variables, FLOAT, read only
   */
  public OnnxTranslation(Parameters parameters, Map<String, INDArray> values) {
    this.parameters = parameters;
    this.values = Map.copyOf(values);
  }

  /** What becomes of a graph's output behind its last operation. */
  public enum Ending {
    /** Nothing: it is what the model gives. */
    AS_IT_IS,
    /** Each row is a class's score, and the model gives softmax probabilities. */
    SOFTMAX
  }

  /**
   * Translates what an output needs.
   *
   * @param source output of the graph
   * @param input the graph's placeholder for examples, by its name
   * @param output name and shape that the output shall have in the model
   * @throws UnsupportedOperationException if an operation has no counterpart, because it serves
   *     training only
   */
  public OnnxModel model(SDVariable source, OnnxValue input, OnnxValue output, Ending ending) {
    List<DifferentialFunction> operations =
        NeededOps.of(parameters.graph(), List.of(source.name()));
    // SameDiff counts over all its graphs: its own names would differ from one translation to the
    // next.
    Map<String, String> names = new HashMap<>();
    for (DifferentialFunction operation : operations) {
      for (String name : operation.outputVariablesNames()) {
        names.put(name, operation.opName() + "_" + names.size());
      }
    }
    if (ending == Ending.AS_IT_IS) {
      names.put(source.name(), output.name());
    }
    OnnxNodes nodes = new OnnxNodes(names);
    Set<String> known = new HashSet<>(names.keySet());
    known.add(input.name());
    for (DifferentialFunction operation : operations) {
      checkArgument(operation instanceof GraphOp, "%s is no operation of ours", operation.opName());
      for (SDVariable argument : operation.args()) {
        if (known.add(argument.name())) {
          writeValue(argument, nodes);
        }
      }
      ((GraphOp) operation).writeTo(nodes);
    }
    if (ending == Ending.SOFTMAX) {
      nodes.node("Softmax", source.name()).integer("axis", 1).as(output.name());
    }
    return new OnnxModel(nodes, input, output);
  }

  private void writeValue(SDVariable variable, OnnxNodes nodes) {
    INDArray value = values.get(variable.name());
    checkArgument(value != null, "the graph takes %s, of which no value is given", variable.name());
    Parameters.Entry entry =
        parameters.entries().stream()
            .filter(e -> e.variable().filter(v -> v.name().equals(variable.name())).isPresent())
            .findFirst()
            .orElseThrow();
    float[] flat = new float[entry.size()];
    NativeValues.read(value, flat, 0);
    nodes.tensor(variable.name(), flat, Longs.toArray(entry.shape()));
  }
}

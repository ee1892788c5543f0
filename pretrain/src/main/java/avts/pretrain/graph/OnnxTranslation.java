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
   * What a model gives.
   *
   * @param source output of the graph
   * @param value name and shape that it shall have in the model
   * @param ending what becomes of it
   */
  public record Output(SDVariable source, OnnxValue value, Ending ending) {}

  /**
   * Translates what outputs need.
   *
   * @param inputs the graph's placeholders for examples, by their names
   * @param outputs what the model gives
   * @throws UnsupportedOperationException if an operation has no counterpart, because it serves
   *     training only
   */
  public OnnxModel model(List<OnnxValue> inputs, List<Output> outputs) {
    List<DifferentialFunction> operations =
        NeededOps.of(
            parameters.graph(), outputs.stream().map(output -> output.source.name()).toList());
    // SameDiff counts over all its graphs: its own names would differ from one translation to the
    // next.
    Map<String, String> names = new HashMap<>();
    for (DifferentialFunction operation : operations) {
      for (String name : operation.outputVariablesNames()) {
        names.put(name, operation.opName() + "_" + names.size());
      }
    }
    outputs.stream()
        .filter(output -> output.ending == Ending.AS_IT_IS)
        .forEach(output -> names.put(output.source.name(), output.value.name()));
    OnnxNodes nodes = new OnnxNodes(names);
    Set<String> known = new HashSet<>(names.keySet());
    inputs.forEach(input -> known.add(input.name()));
    for (DifferentialFunction operation : operations) {
      checkArgument(operation instanceof GraphOp, "%s is no operation of ours", operation.opName());
      for (SDVariable argument : operation.args()) {
        if (known.add(argument.name())) {
          writeValue(argument, nodes);
        }
      }
      ((GraphOp) operation).writeTo(nodes);
    }
    outputs.stream()
        .filter(output -> output.ending == Ending.SOFTMAX)
        .forEach(
            output ->
                nodes
                    .node("Softmax", output.source.name())
                    .integer("axis", 1)
                    .as(output.value.name()));
    return new OnnxModel(nodes, inputs, outputs.stream().map(Output::value).toList());
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

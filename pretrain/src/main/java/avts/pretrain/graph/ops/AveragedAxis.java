package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.stream.LongStream;

/**
 * One axis of {@code [N, C, A, B]} averaged in bins, in ONNX, for any length of the axis: a product
 * with a matrix whose entry (j, i) is 1 / size of bin i where j lies in it and 0 elsewhere.
 *
 * @param nodes takes the nodes
 * @param input name of the array
 * @param axis 2 for A, 3 for B
 * @param bins number n of bins; bin i covers {@code floor(i L / n) .. ceil((i + 1) L / n)}
 */
record AveragedAxis(OnnxNodes nodes, String input, int axis, int bins) {

  /** Adds the nodes and returns the name of the array with the axis of length {@code bins}. */
  String averages() {
    if (bins == 1) {
      return nodes.node("ReduceMean", input).ints("axes", axis).integer("keepdims", 1).value();
    }
    String weights = weights();
    return axis == 3
        ? nodes.node("MatMul", input, weights).value()
        : nodes
            .node("MatMul", nodes.node("Transpose", weights).ints("perm", 1, 0).value(), input)
            .value();
  }

  /** Returns the name of the matrix, {@code [L, bins]}. */
  private String weights() {
    String length =
        nodes
            .node("Gather", nodes.node("Shape", input).value(), nodes.integer(axis))
            .integer("axis", 0)
            .value();
    String count = nodes.integer(bins);
    String from = product(length, LongStream.range(0, bins));
    from = nodes.node("Div", from, count).value();
    String to = product(length, LongStream.rangeClosed(1, bins));
    to = nodes.node("Add", to, nodes.integer(bins - 1)).value();
    to = nodes.node("Div", to, count).value();
    String places = nodes.node("Range", nodes.integer(0), length, nodes.integer(1)).value();
    String column = nodes.node("Unsqueeze", places, nodes.integers(1)).value();
    String inside =
        nodes
            .node(
                "And",
                nodes.node("GreaterOrEqual", column, from).value(),
                nodes.node("Less", column, to).value())
            .value();
    return nodes.node("Div", real(inside), real(nodes.node("Sub", to, from).value())).value();
  }

  private String product(String length, LongStream factors) {
    return nodes.node("Mul", length, nodes.integers(factors.toArray())).value();
  }

  private String real(String value) {
    int floatType = 1; // TensorProto.FLOAT
    return nodes.node("Cast", value).integer("to", floatType).value();
  }
}

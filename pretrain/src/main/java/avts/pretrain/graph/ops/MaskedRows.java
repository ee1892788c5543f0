package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;

/**
 * The rows of sequences in ONNX, for any number of sequences, of which some rows do not count.
 *
 * @param nodes takes the nodes
 * @param mask name of the mask, {@code [N, S]}, 1 for rows that count, 0 for the others
 */
record MaskedRows(OnnxNodes nodes, String mask) {

  /** Returns {@code rows [N * S, E]}, those of a sequence one after another, as [N, S, E]. */
  String bySequence(String rows) {
    String shape = nodes.node("Shape", mask).value();
    String wanted = nodes.node("Concat", shape, nodes.integers(-1)).integer("axis", 0).value();
    return nodes.node("Reshape", rows, wanted).value();
  }

  /** Returns {@code values [N * S, 1]} as [N, S]. */
  String likeMask(String values) {
    return nodes.node("Reshape", values, nodes.node("Shape", mask).value()).value();
  }

  /** Begins the sum over each sequence of {@code weights [N, S] * sequences [N, S, E]}, [N, E]. */
  OnnxNodes.Node weightedSum(String weights, String sequences) {
    String column = nodes.node("Unsqueeze", weights, nodes.integers(2)).value();
    String weighted = nodes.node("Mul", sequences, column).value();
    return nodes.node("ReduceSum", weighted, nodes.integers(1)).integer("keepdims", 0);
  }

  /**
   * Returns the sum of {@code values [N, S]} over each sequence, at least {@code least}, [N, 1].
   */
  String total(String values, double least) {
    String sum = nodes.node("ReduceSum", values, nodes.integers(1)).integer("keepdims", 1).value();
    return nodes.node("Max", sum, nodes.real(least)).value();
  }
}

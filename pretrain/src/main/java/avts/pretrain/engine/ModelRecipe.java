package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.OnnxTranslation;
import avts.pretrain.graph.OnnxTranslation.Ending;
import avts.pretrain.graph.OnnxTranslation.Output;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.graph.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What an ONNX model is made of.
 *
 * @param inputs name and shape of what goes in
 * @param body adds the network to a graph
 */
record ModelRecipe(List<OnnxValue> inputs, Body body) {

  /** Adds a network to a graph. */
  @FunctionalInterface
  interface Body {
    /**
     * Returns what the model gives.
     *
     * @param inputs placeholders of what goes in
     */
    List<Output> build(Layers layers, List<SDVariable> inputs);
  }

  /** Adds a network with one input and one output. */
  @FunctionalInterface
  interface Rows {
    /**
     * Returns the rows that the network gives.
     *
     * @param examples placeholder of what goes in
     */
    SDVariable build(Layers layers, SDVariable examples);
  }

  /** Describes a model that gives rows as they are. */
  static ModelRecipe embedding(OnnxValue input, int size, Rows rows) {
    return of(input, rows, source -> embedding(source, size));
  }

  /** Describes a model whose rows are scores of classes, and which gives their probabilities. */
  static ModelRecipe classes(OnnxValue input, int size, Rows rows) {
    return of(input, rows, source -> probabilities(source, size));
  }

  private static ModelRecipe of(OnnxValue input, Rows rows, Function<SDVariable, Output> output) {
    return new ModelRecipe(
        List.of(input),
        (layers, inputs) -> List.of(output.apply(rows.build(layers, inputs.get(0)))));
  }

  /** Returns rows of a length as a model's embeddings. */
  static Output embedding(SDVariable rows, int size) {
    return output(rows, OnnxModel.EMBEDDING, size, Ending.AS_IT_IS);
  }

  /** Returns scores of classes as they are. */
  static Output logits(SDVariable rows, int classes) {
    return output(rows, OnnxModel.LOGITS, classes, Ending.AS_IT_IS);
  }

  /** Returns scores of classes as a model's probabilities. */
  static Output probabilities(SDVariable rows, int classes) {
    return output(rows, OnnxModel.PROBABILITIES, classes, Ending.SOFTMAX);
  }

  private static Output output(SDVariable rows, String name, int size, Ending ending) {
    return new Output(
        rows, new OnnxValue(name, List.of(OnnxValue.BATCH, Integer.toString(size))), ending);
  }

  /** Makes the model with running statistics. */
  OnnxModel model(GraphContext context, NetworkValues values) {
    checkArgument(context.type() == DataType.FLOAT, "models are float32, got %s", context.type());
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    List<SDVariable> placeholders = new ArrayList<>();
    for (OnnxValue input : inputs) {
      long[] shape =
          input.shape().stream()
              .mapToLong(length -> OnnxValue.isFixed(length) ? Long.parseLong(length) : -1)
              .toArray();
      placeholders.add(graph.placeHolder(input.name(), context.type(), shape));
    }
    List<Output> outputs = body.build(layers, placeholders);
    return new OnnxTranslation(layers.parameters(), values.bind(layers.parameters()))
        .model(inputs, outputs);
  }
}

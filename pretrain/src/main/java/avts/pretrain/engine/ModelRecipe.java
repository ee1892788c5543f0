package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.OnnxTranslation;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.graph.onnx.OnnxValue;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What an ONNX model is made of.
 *
 * @param input name and shape of what goes in
 * @param body adds the network to a graph
 * @param size length of a row that the network gives
 * @param ending whether the rows are the output or become probabilities
 */
record ModelRecipe(OnnxValue input, Body body, int size, OnnxTranslation.Ending ending) {

  /** Adds a network to a graph. */
  @FunctionalInterface
  interface Body {
    /**
     * Returns the rows that the network gives.
     *
     * @param examples placeholder of what goes in
     */
    SDVariable build(Layers layers, SDVariable examples);
  }

  /** Describes a model that gives rows as they are. */
  static ModelRecipe embedding(OnnxValue input, int size, Body body) {
    return new ModelRecipe(input, body, size, OnnxTranslation.Ending.AS_IT_IS);
  }

  /** Describes a model whose rows are scores of classes, and which gives their probabilities. */
  static ModelRecipe classes(OnnxValue input, int size, Body body) {
    return new ModelRecipe(input, body, size, OnnxTranslation.Ending.SOFTMAX);
  }

  /** Makes the model with running statistics. */
  OnnxModel model(GraphContext context, NetworkValues values) {
    checkArgument(context.type() == DataType.FLOAT, "models are float32, got %s", context.type());
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    long[] shape =
        input.shape().stream()
            .mapToLong(length -> OnnxValue.isFixed(length) ? Long.parseLong(length) : -1)
            .toArray();
    SDVariable rows = body.build(layers, graph.placeHolder(input.name(), context.type(), shape));
    boolean classes = ending == OnnxTranslation.Ending.SOFTMAX;
    OnnxValue output =
        new OnnxValue(
            classes ? OnnxModel.PROBABILITIES : OnnxModel.EMBEDDING,
            List.of(OnnxValue.BATCH, Integer.toString(size)));
    return new OnnxTranslation(layers.parameters(), values.bind(layers.parameters()))
        .model(rows, input, output, ending);
  }
}

package avts.pretrain.engine;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.ops.Product;
import avts.pretrain.graph.ops.Relu;
import avts.pretrain.graph.ops.RowLength;
import avts.pretrain.graph.ops.Sigmoid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Fully connected layers with dropout, as a part of graphs.
 *
 * @param shape the sizes
 * @param dropout which activations are dropped in training
 */
record PerceptronLayers(PerceptronShape shape, Dropout dropout) {
  private static final String MASK = "mask.";

  /**
   * Adds the layers: the hidden ones, then the logits.
   *
   * @param steps H^(0) of all steps of all examples, {@code [N * steps, inputs]}
   * @param masks takes the shapes of the masks' placeholders, or null in inference
   */
  List<SDVariable> add(Layers layers, SDVariable steps, @Nullable Map<String, long[]> masks) {
    SameDiff graph = steps.getSameDiff();
    DataType type = steps.dataType();
    List<SDVariable> outputs = new ArrayList<>();
    SDVariable x = steps;
    int top = shape.hidden().size();
    for (int layer = 0; layer <= top; layer++) {
      int width = shape.width(layer);
      if (masks != null && dropout.of(layer) > 0) {
        int values = shape.steps() * width;
        masks.put(MASK + layer, new long[] {values});
        SDVariable mask = graph.placeHolder(MASK + layer, type, -1, values);
        x = Product.of(x, RowLength.of(mask, width));
      }
      if (layer == top) {
        int all = shape.steps() * width;
        x =
            layers.linear(
                SameDiffClassifier.HEAD, RowLength.of(x, all), new Channels(all, shape.classes()));
      } else {
        int next = shape.width(layer + 1);
        x = activate(layers.linear("hidden." + (layer + 1), x, new Channels(width, next)));
      }
      outputs.add(x);
    }
    return outputs;
  }

  private SDVariable activate(SDVariable input) {
    return switch (shape.activation()) {
      case RELU -> Relu.of(input);
      case SIGMOID -> Sigmoid.of(input);
    };
  }

  /** Draws the masks of {@code n} examples, by the names of their placeholders. */
  Map<String, float[]> masks(int n) {
    Map<String, float[]> masks = new HashMap<>();
    for (int layer = 0; layer <= shape.hidden().size(); layer++) {
      if (dropout.of(layer) > 0) {
        masks.put(
            MASK + layer, dropout.mask(n * shape.steps() * shape.width(layer), dropout.of(layer)));
      }
    }
    return masks;
  }
}

package avts.pretrain.model;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.ops.AttentionPool;
import avts.pretrain.graph.ops.Columns;
import avts.pretrain.graph.ops.Relu;
import avts.pretrain.graph.ops.RowLength;
import avts.pretrain.graph.ops.StatisticsPool;
import avts.pretrain.model.SegmentShape.Branch;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A network on segments, part by part, as graph.
 *
 * <p>Parameters are {@code encoder.audio.1.weight} and so on from the input upwards and {@code
 * encoder.embedding.*} (with attention an {@code embedding} and a {@code score} for each sense),
 * {@code aggregator.*}, {@code header.1.*} and so on, {@code header.classifier.*}.
 *
 * @param shape sizes
 * @param layers layers of the graph
 * @param dropout what is done to the values that a layer is given
 */
public record SegmentModel(SegmentShape shape, Layers layers, Dropping dropout) {
  /** Beginning of the names of the encoder's parameters. */
  public static final String ENCODER = "encoder.";

  /** Beginning of the names of the aggregator's parameters. */
  public static final String AGGREGATOR = "aggregator.";

  /** Beginning of the names of the header's parameters. */
  public static final String HEADER = "header.";

  private static final String EMBEDDING = "embedding";
  private static final String SCORE = "score";

  /** Drops values in training. */
  @FunctionalInterface
  public interface Dropping {

    /**
     * Returns what of {@code rows} goes on.
     *
     * @param layer name of the layer that is given it
     * @param width length of a row
     */
    SDVariable of(String layer, SDVariable rows, int width);
  }

  /**
   * Adds the encoder.
   *
   * @param senses values of the segments, {@code [N * S, inputs]}, for each branch
   * @param known which senses of a segment are known, {@code [N * S, 2]} ones and zeros; only the
   *     fusion by attention asks for it
   * @return embeddings {@code [N * S, E]}
   */
  public SDVariable encode(List<SDVariable> senses, SDVariable known) {
    if (senses.size() == 1) {
      return embedding(ENCODER + EMBEDDING, branch(0, senses), shape.branches().get(0).top());
    }
    int left = shape.branches().get(0).top();
    int right = shape.branches().get(1).top();
    SDVariable first = branch(0, senses);
    SDVariable second = branch(1, senses);
    return switch (shape.fusion()) {
      case CONCATENATION -> embedding(ENCODER + EMBEDDING, Columns.of(first, second), left + right);
      case ATTENTION -> {
        SDVariable embeddings =
            Columns.of(
                embedding(name(0, EMBEDDING), first, left),
                embedding(name(1, EMBEDDING), second, right));
        SDVariable scores =
            Columns.of(score(name(0, SCORE), first, left), score(name(1, SCORE), second, right));
        yield AttentionPool.of(
            RowLength.of(embeddings, shape.embedding()), RowLength.of(scores, 1), known);
      }
    };
  }

  private String name(int branch, String layer) {
    return ENCODER + shape.branches().get(branch).name() + "." + layer;
  }

  private SDVariable branch(int number, List<SDVariable> senses) {
    Branch branch = shape.branches().get(number);
    SDVariable x = senses.get(number);
    int width = branch.inputs();
    for (int layer = 1; layer <= branch.hidden().size(); layer++) {
      int next = branch.hidden().get(layer - 1);
      x = relu(name(number, Integer.toString(layer)), x, new Channels(width, next));
      width = next;
    }
    return x;
  }

  private SDVariable relu(String name, SDVariable rows, Channels channels) {
    return Relu.of(layers.linear(name, dropout.of(name, rows, channels.input()), channels));
  }

  private SDVariable embedding(String name, SDVariable rows, int width) {
    return layers.linear(
        name, dropout.of(name, rows, width), new Channels(width, shape.embedding()));
  }

  private SDVariable score(String name, SDVariable rows, int width) {
    return layers.linear(name, rows, new Channels(width, 1));
  }

  /**
   * Adds the aggregator.
   *
   * @param embeddings {@code [N * S, E]}
   * @param mask {@code [N, S]}, 1 for segments that count
   * @return the embedding of the whole, {@code [N, E]}
   */
  public SDVariable aggregate(SDVariable embeddings, SDVariable mask) {
    int size = shape.embedding();
    return switch (shape.aggregation()) {
      case NONE -> embeddings;
      case MEAN -> StatisticsPool.mean(embeddings, mask);
      case STATISTICS ->
          embedding(AGGREGATOR + EMBEDDING, StatisticsPool.of(embeddings, mask), 2 * size);
      case ATTENTION ->
          AttentionPool.of(embeddings, score(AGGREGATOR + SCORE, embeddings, size), mask);
    };
  }

  /**
   * Adds the task header.
   *
   * @param embedding of the whole, {@code [N, E]}
   * @return logits {@code [N, classes]}
   */
  public SDVariable classify(SDVariable embedding) {
    SDVariable x = embedding;
    int width = shape.embedding();
    for (int layer = 1; layer <= shape.header().size(); layer++) {
      int next = shape.header().get(layer - 1);
      x = relu(HEADER + layer, x, new Channels(width, next));
      width = next;
    }
    String name = HEADER + "classifier";
    return layers.linear(name, dropout.of(name, x, width), new Channels(width, shape.classes()));
  }
}

package avts.pretrain.model;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Sizes of a network on segments of a recording: an encoder that sees one segment at a time, an
 * aggregator that joins the segments' embeddings, and a task header (Hajavi and Etemad 2023).
 *
 * @param segments S, segments of an example, at least 1
 * @param branches what each segment is seen by: one sense, or two that are fused
 * @param fusion how two branches become one embedding
 * @param embedding E, length of the embedding of a segment and of the whole, at least 1
 * @param aggregation how segments are joined; {@code NONE} for one segment
 * @param header units of the header's hidden layers; empty for a linear header
 * @param classes number of classes, at least 2
 */
public record SegmentShape(
    int segments,
    List<Branch> branches,
    Fusion fusion,
    int embedding,
    Aggregation aggregation,
    List<Integer> header,
    int classes) {

  /**
   * One sense.
   *
   * @param name {@code audio} or {@code video}
   * @param inputs values of one segment
   * @param hidden units of its ReLU layers from the input upwards, at least one layer
   */
  public record Branch(String name, int inputs, List<Integer> hidden) {

    /** Checks the sizes. */
    public Branch {
      hidden = List.copyOf(hidden);
      checkArgument(inputs >= 1, "segments need values, got %s", inputs);
      checkArgument(
          !hidden.isEmpty() && hidden.stream().allMatch(units -> units >= 1),
          "hidden must name at least one layer of at least one unit, got %s",
          hidden);
    }

    /** Returns the units of the last layer. */
    public int top() {
      return hidden.get(hidden.size() - 1);
    }
  }

  /** How two senses become one embedding. */
  public enum Fusion {
    /** A linear layer on both side by side. */
    CONCATENATION,
    /** A weighted mean of one embedding each; the weights are a softmax of learned scores. */
    ATTENTION
  }

  /** How the embeddings of segments become one. */
  public enum Aggregation {
    /** There is one segment only. */
    NONE,
    /** Their mean. */
    MEAN,
    /** A linear layer on their means and standard deviations. */
    STATISTICS,
    /** Their mean, weighted by a softmax of learned scores. */
    ATTENTION
  }

  /** Checks the sizes. */
  public SegmentShape {
    branches = List.copyOf(branches);
    header = List.copyOf(header);
    checkArgument(segments >= 1, "an example needs at least one segment, got %s", segments);
    checkArgument(
        branches.size() == 1 || branches.size() == 2, "one sense or two, got %s", branches.size());
    checkArgument(embedding >= 1, "embeddings need a length, got %s", embedding);
    checkArgument(
        aggregation != Aggregation.NONE || segments == 1,
        "%s segments must be joined: name an aggregation",
        segments);
    checkArgument(
        header.stream().allMatch(units -> units >= 1),
        "header layers need at least one unit each, got %s",
        header);
    checkArgument(classes >= 2, "a classifier needs at least 2 classes, got %s", classes);
  }
}

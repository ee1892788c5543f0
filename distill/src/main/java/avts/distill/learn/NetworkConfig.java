package avts.distill.learn;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.model.SegmentShape;
import avts.pretrain.model.SegmentShape.Aggregation;
import avts.pretrain.model.SegmentShape.Branch;
import avts.pretrain.model.SegmentShape.Fusion;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of teacher and student.
 *
 * @param heard units of the ReLU layers that hear a segment, from the input upwards
 * @param seen units of those that see it
 * @param fusion how both become one embedding
 * @param embedding length of the embeddings, at least 1
 * @param aggregation how segments are joined
 * @param header units of the header's hidden layers; empty for a linear header
 * @param inputDropout probability with which a value of the input is dropped in training, 0 to
 *     below 1
 * @param dropout the same for what later layers are given
 */
public record NetworkConfig(
    List<Integer> heard,
    List<Integer> seen,
    Fusion fusion,
    int embedding,
    Aggregation aggregation,
    List<Integer> header,
    double inputDropout,
    double dropout) {

  /** Checks every range. */
  public NetworkConfig {
    heard = List.copyOf(heard);
    seen = List.copyOf(seen);
    header = List.copyOf(header);
    checkArgument(
        inputDropout >= 0 && inputDropout < 1,
        "input_dropout must lie in 0..1 without 1, got %s",
        inputDropout);
    checkArgument(
        dropout >= 0 && dropout < 1, "dropout must lie in 0..1 without 1, got %s", dropout);
  }

  /**
   * Returns the sizes of a network.
   *
   * @param segments segments of a take
   * @param heardInputs values of what is heard in a segment; 0 for a network that does not hear
   * @param seenInputs values of what is seen; 0 for a network that does not see
   * @param classes number of classes
   */
  public SegmentShape shape(int segments, int heardInputs, int seenInputs, int classes) {
    List<Branch> branches = new ArrayList<>();
    if (heardInputs > 0) {
      branches.add(new Branch("audio", heardInputs, heard));
    }
    if (seenInputs > 0) {
      branches.add(new Branch("video", seenInputs, seen));
    }
    return new SegmentShape(segments, branches, fusion, embedding, aggregation, header, classes);
  }

  /**
   * Returns the same layers made narrower, all by the same factor, so that a network has about this
   * share of the parameters.
   *
   * @param share over 0 up to 1
   * @param shape sizes of the network at share 1
   */
  public NetworkConfig scaled(double share, SegmentShape shape) {
    checkArgument(share > 0 && share <= 1, "size must lie in (0, 1], got %s", share);
    double wanted = share * parameters(shape);
    double low = 0;
    double high = 1;
    for (int i = 0; i < 40; i++) { // bisection: more units have more parameters
      double middle = (low + high) / 2;
      if (parameters(narrowed(middle).like(shape)) > wanted) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return share == 1 ? this : narrowed(low);
  }

  private NetworkConfig narrowed(double factor) {
    return new NetworkConfig(
        units(heard, factor),
        units(seen, factor),
        fusion,
        Math.max(1, (int) Math.round(embedding * factor)),
        aggregation,
        units(header, factor),
        inputDropout,
        dropout);
  }

  private static List<Integer> units(List<Integer> layers, double factor) {
    return layers.stream().map(units -> Math.max(1, (int) Math.round(units * factor))).toList();
  }

  private SegmentShape like(SegmentShape shape) {
    int heardInputs = 0;
    int seenInputs = 0;
    for (Branch branch : shape.branches()) {
      heardInputs = branch.name().equals("audio") ? branch.inputs() : heardInputs;
      seenInputs = branch.name().equals("video") ? branch.inputs() : seenInputs;
    }
    return shape(shape.segments(), heardInputs, seenInputs, shape.classes());
  }

  /** Returns the number of parameters, without biases, of a network with one sense or two. */
  static long parameters(SegmentShape shape) {
    long count = 0;
    int tops = 0;
    for (Branch branch : shape.branches()) {
      int width = branch.inputs();
      for (int units : branch.hidden()) {
        count += (long) width * units;
        width = units;
      }
      tops += width;
    }
    count += (long) tops * shape.embedding();
    if (shape.aggregation() == Aggregation.STATISTICS) {
      count += 2L * shape.embedding() * shape.embedding();
    }
    int width = shape.embedding();
    for (int units : shape.header()) {
      count += (long) width * units;
      width = units;
    }
    return count + (long) width * shape.classes();
  }
}

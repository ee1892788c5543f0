package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean, or mean and standard deviation, of a sequence's rows, rows that are masked out left aside;
 * the latter is the statistics pooling of x-vectors (Snyder et al. 2018).
 *
 * <p>The deviation is that of the rows themselves (divided by their number), the root of the
 * variance plus a small constant, so that it can be differentiated where all rows are alike.
 */
public final class StatisticsPool extends SmallOp {
  private static final double LEAST_VARIANCE = 1e-5;

  private final boolean deviations;

  private StatisticsPool(SDVariable rows, SDVariable mask, boolean deviations) {
    super("avts_statistics_pool", 1, 1, rows, mask);
    this.deviations = deviations;
  }

  /**
   * Adds the means and deviations to the graph.
   *
   * @param rows {@code [N * S, E]}, the rows of a sequence one after another
   * @param mask {@code [N, S]}, 1 for rows that count, 0 for the others; taken as constants
   * @return {@code [N, 2 * E]}: the means, then the deviations
   */
  public static SDVariable of(SDVariable rows, SDVariable mask) {
    return new StatisticsPool(rows, mask, true).outputVariable();
  }

  /** Adds the means alone, {@code [N, E]}. */
  public static SDVariable mean(SDVariable rows, SDVariable mask) {
    return new StatisticsPool(rows, mask, false).outputVariable();
  }

  /** The variance from distances to the mean: the difference of squares is no good in float32. */
  @Override
  public void writeTo(OnnxNodes nodes) {
    MaskedRows masked = new MaskedRows(nodes, input(1));
    String rows = masked.bySequence(input(0));
    String count = masked.total(input(1), 1);
    String sum = masked.weightedSum(input(1), rows).value();
    if (!deviations) {
      nodes.node("Div", sum, count).as(output());
      return;
    }
    String mean = nodes.node("Div", sum, count).value();
    String centre = nodes.node("Unsqueeze", mean, nodes.integers(1)).value();
    String away = nodes.node("Sub", rows, centre).value();
    String square = nodes.node("Mul", away, away).value();
    String squares = masked.weightedSum(input(1), square).value();
    String variance = nodes.node("Div", squares, count).value();
    String deviation =
        nodes.node("Sqrt", nodes.node("Add", variance, nodes.real(LEAST_VARIANCE)).value()).value();
    nodes.node("Concat", mean, deviation).integer("axis", 1).as(output());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] rows = inputShapes.get(0);
    long[] mask = inputShapes.get(1);
    checkArgument(
        rows[0] == mask[0] * mask[1],
        "%s rows are not %s sequences of %s",
        rows[0],
        mask[0],
        mask[1]);
    return List.of(new long[] {mask[0], width(rows[1])});
  }

  private long width(long rowWidth) {
    return deviations ? 2 * rowWidth : rowWidth;
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    int steps = Math.toIntExact(shapes.get(1)[1]);
    int width = Math.toIntExact(shapes.get(0)[1]);
    int wide = Math.toIntExact(width(width));
    double[] pooled = new double[inputs[1].length / steps * wide];
    for (int first = 0; first < inputs[1].length; first += steps) {
      int to = first / steps * wide;
      double count = count(inputs[1], first, steps);
      for (int k = 0; k < width; k++) {
        double sum = 0;
        double squares = 0;
        for (int row = first; row < first + steps; row++) {
          double value = inputs[0][row * width + k];
          sum += inputs[1][row] * value;
          squares += inputs[1][row] * value * value;
        }
        double mean = sum / count;
        pooled[to + k] = mean;
        if (deviations) {
          pooled[to + width + k] =
              Math.sqrt(Math.max(0, squares / count - mean * mean) + LEAST_VARIANCE);
        }
      }
    }
    return new double[][] {pooled};
  }

  /** Of a sequence without any row the statistics are those of zeros. */
  private static double count(double[] mask, int first, int steps) {
    double count = 0;
    for (int row = first; row < first + steps; row++) {
      count += mask[row];
    }
    return Math.max(1, count);
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    int steps = Math.toIntExact(shapes.get(1)[1]);
    int width = Math.toIntExact(shapes.get(0)[1]);
    double[] pooled = forward(inputs, shapes)[0];
    double[] gradient = new double[inputs[0].length];
    for (int row = 0; row < inputs[1].length; row++) {
      int sequence = row / steps;
      int from = sequence * Math.toIntExact(width(width));
      double share = inputs[1][row] / count(inputs[1], sequence * steps, steps);
      for (int k = 0; k < width; k++) {
        double along = outputGradient[from + k];
        if (deviations) {
          double away = inputs[0][row * width + k] - pooled[from + k];
          along += outputGradient[from + width + k] * away / pooled[from + width + k];
        }
        gradient[row * width + k] = share * along;
      }
    }
    return new double[][] {gradient};
  }
}

package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Weighted mean of a sequence's rows, the weights a softmax of one score a row; rows that are
 * masked out do not count.
 *
 * <pre>
 * w_s = mask_s exp(score_s) / sum_r mask_r exp(score_r),   g = sum_s w_s row_s
 * </pre>
 *
 * <p>Equal scores give the mean. A sequence of which no row counts gives zeros.
 */
public final class AttentionPool extends SmallOp {
  private static final double LOWEST = -1e30;
  private static final double LEAST_SUM = 1e-30;

  private AttentionPool(SDVariable rows, SDVariable scores, SDVariable mask) {
    super("avts_attention_pool", 1, 2, rows, scores, mask);
  }

  /**
   * Adds the operation to the graph.
   *
   * @param rows {@code [N * S, E]}, the rows of a sequence one after another
   * @param scores {@code [N * S, 1]}
   * @param mask {@code [N, S]}, 1 for rows that count, 0 for the others; taken as constants
   * @return {@code [N, E]}
   */
  public static SDVariable of(SDVariable rows, SDVariable scores, SDVariable mask) {
    return new AttentionPool(rows, scores, mask).outputVariable();
  }

  /** Scores of rows that do not count are the lowest there are, so that none can overflow. */
  @Override
  public void writeTo(OnnxNodes nodes) {
    MaskedRows masked = new MaskedRows(nodes, input(2));
    String counts = nodes.node("Greater", input(2), nodes.real(0)).value();
    String scores =
        nodes.node("Where", counts, masked.likeMask(input(1)), nodes.real(LOWEST)).value();
    String greatest =
        nodes.node("ReduceMax", scores).ints("axes", 1).integer("keepdims", 1).value();
    String powers = nodes.node("Exp", nodes.node("Sub", scores, greatest).value()).value();
    String weights = nodes.node("Mul", input(2), powers).value();
    String shares = nodes.node("Div", weights, masked.total(weights, LEAST_SUM)).value();
    masked.weightedSum(shares, masked.bySequence(input(0))).as(output());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] rows = inputShapes.get(0);
    long[] mask = inputShapes.get(2);
    checkArgument(
        rows[0] == mask[0] * mask[1] && inputShapes.get(1)[0] == rows[0],
        "%s rows and %s scores are not %s sequences of %s",
        rows[0],
        inputShapes.get(1)[0],
        mask[0],
        mask[1]);
    return List.of(new long[] {mask[0], rows[1]});
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    Sizes sizes = Sizes.of(shapes);
    double[] weights = weights(inputs[1], inputs[2], sizes.steps);
    double[] pooled = new double[sizes.sequences * sizes.width];
    for (int row = 0; row < weights.length; row++) {
      int to = row / sizes.steps * sizes.width;
      for (int k = 0; k < sizes.width; k++) {
        pooled[to + k] += weights[row] * inputs[0][row * sizes.width + k];
      }
    }
    return new double[][] {pooled};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    Sizes sizes = Sizes.of(shapes);
    double[] rows = inputs[0];
    double[] weights = weights(inputs[1], inputs[2], sizes.steps);
    double[] rowGradient = new double[rows.length];
    double[] scoreGradient = new double[weights.length];
    for (int first = 0; first < weights.length; first += sizes.steps) {
      int from = first / sizes.steps * sizes.width;
      double mean = 0;
      for (int row = first; row < first + sizes.steps; row++) {
        double along = 0;
        for (int k = 0; k < sizes.width; k++) {
          along += outputGradient[from + k] * rows[row * sizes.width + k];
          rowGradient[row * sizes.width + k] = weights[row] * outputGradient[from + k];
        }
        scoreGradient[row] = along;
        mean += weights[row] * along;
      }
      for (int row = first; row < first + sizes.steps; row++) {
        scoreGradient[row] = weights[row] * (scoreGradient[row] - mean);
      }
    }
    return new double[][] {rowGradient, scoreGradient};
  }

  private static double[] weights(double[] scores, double[] mask, int steps) {
    double[] weights = new double[scores.length];
    for (int first = 0; first < scores.length; first += steps) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int row = first; row < first + steps; row++) {
        greatest = mask[row] == 0 ? greatest : Math.max(greatest, scores[row]);
      }
      double sum = 0;
      for (int row = first; row < first + steps; row++) {
        weights[row] = mask[row] == 0 ? 0 : mask[row] * Math.exp(scores[row] - greatest);
        sum += weights[row];
      }
      for (int row = first; row < first + steps && sum > 0; row++) {
        weights[row] /= sum;
      }
    }
    return weights;
  }

  private record Sizes(int sequences, int steps, int width) {

    static Sizes of(List<long[]> shapes) {
      return new Sizes(
          Math.toIntExact(shapes.get(2)[0]),
          Math.toIntExact(shapes.get(2)[1]),
          Math.toIntExact(shapes.get(0)[1]));
    }
  }
}

package avts.pretrain.loss;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean cross-entropy of two logits per pair, class 1 = in sync; the first half of the rows are
 * aligned pairs, the second half negative ones.
 */
final class SyncCrossEntropy extends SmallOp {

  /**
   * Adds the loss to the graph.
   *
   * @param logits {@code [2B, 2]}
   */
  SyncCrossEntropy(SDVariable logits) {
    super("avts_sync_cross_entropy", 1, 1, logits);
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(new long[0]);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double[] logits = inputs[0];
    int rows = logits.length / 2;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += softplus(-label(row, rows) * (logits[2 * row + 1] - logits[2 * row]));
    }
    return new double[][] {{sum / rows}};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[] logits = inputs[0];
    int rows = logits.length / 2;
    double[] gradient = new double[logits.length];
    for (int row = 0; row < rows; row++) {
      double label = label(row, rows);
      double wrong = 1 / (1 + Math.exp(label * (logits[2 * row + 1] - logits[2 * row])));
      gradient[2 * row + 1] = -label * wrong * outputGradient[0] / rows;
      gradient[2 * row] = -gradient[2 * row + 1];
    }
    return new double[][] {gradient};
  }

  private static double label(int row, int rows) {
    return row < rows / 2 ? 1 : -1;
  }

  /** Returns log(1 + exp(x)) without overflow. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}

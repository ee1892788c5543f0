package avts.pretrain.loss;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Mean over rows of the cross-entropy of softmax probabilities with given ones.
 *
 * <pre>
 * loss = -1/N sum_n sum_k target[n,k] log softmax(logits[n] / temperature)_k
 * </pre>
 *
 * <p>With one 1 in each row of the targets this is the loss of ordinary classification, {@code
 * torch.nn.CrossEntropyLoss}; any other distribution serves as well, such as a teacher's.
 */
public final class SoftmaxCrossEntropy extends SmallOp {
  private final double temperature;

  /**
   * Adds the loss at temperature 1 to the graph.
   *
   * @param logits before softmax, {@code [N, K]}
   * @param targets probabilities {@code [N, K]}, each row summing to 1, or to an example's weight;
   *     taken as constants
   */
  public SoftmaxCrossEntropy(SDVariable logits, SDVariable targets) {
    this(logits, targets, 1);
  }

  /**
   * Adds the loss to the graph.
   *
   * @param temperature what logits are divided by, over 0
   */
  public SoftmaxCrossEntropy(SDVariable logits, SDVariable targets, double temperature) {
    super("avts_softmax_cross_entropy", 1, 1, logits, targets);
    checkArgument(temperature > 0, "a temperature is positive, got %s", temperature);
    this.temperature = temperature;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(new long[0]);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    int classes = Math.toIntExact(shapes.get(0)[1]);
    double[] logits = inputs[0];
    double[] targets = inputs[1];
    double sum = 0;
    for (int first = 0; first < logits.length; first += classes) {
      double logSum = logSumExp(logits, first, classes);
      for (int i = first; i < first + classes; i++) {
        sum += targets[i] * (logSum - logits[i] / temperature);
      }
    }
    return new double[][] {{sum * classes / logits.length}};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    int classes = Math.toIntExact(shapes.get(0)[1]);
    double[] logits = inputs[0];
    double[] targets = inputs[1];
    double scale = outputGradient[0] * classes / (logits.length * temperature);
    double[] gradient = new double[logits.length];
    for (int first = 0; first < logits.length; first += classes) {
      double logSum = logSumExp(logits, first, classes);
      double total = 0;
      for (int i = first; i < first + classes; i++) {
        total += targets[i];
      }
      for (int i = first; i < first + classes; i++) {
        gradient[i] = scale * (total * Math.exp(logits[i] / temperature - logSum) - targets[i]);
      }
    }
    return new double[][] {gradient};
  }

  /** Returns log(sum(exp(value / temperature))) of a stretch without overflow. */
  private double logSumExp(double[] values, int first, int count) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = first; i < first + count; i++) {
      largest = Math.max(largest, values[i] / temperature);
    }
    double sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += Math.exp(values[i] / temperature - largest);
    }
    return largest + Math.log(sum);
  }
}

package avts.pretrain.loss;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Weighted mean over rows of the distance of a student's embeddings from a teacher's.
 *
 * <pre>
 * loss = sum_r w_r d(student_r, teacher_r) / sum_r w_r
 *
 * MSE        1/E sum_k (s_k - t_k)^2                      torch.nn.MSELoss
 * L1         1/E sum_k |s_k - t_k|                        torch.nn.L1Loss
 * SMOOTH_L1  1/E sum_k (d^2 / 2 where |d| is below 1, else |d| - 1/2)   torch.nn.SmoothL1Loss
 * COSINE     1 - s.t / (|s| |t|)
 * KL         sum_k p_k (log p_k - log q_k), p = softmax(t), q = softmax(s)
 * </pre>
 *
 * <p>The teacher is a constant: there is no gradient with respect to it. Hajavi and Etemad (2023)
 * do not say which distance they take.
 */
public final class EmbeddingDistance extends SmallOp {

  /** Lengths below this one count as this one. */
  private static final double LEAST_LENGTH = 1e-8;

  private final Kind kind;

  /** How far apart two embeddings are. */
  public enum Kind {
    /** Mean squared difference of the values. */
    MSE,
    /** Mean absolute difference of the values. */
    L1,
    /** Squared for small differences, absolute for large ones (Huber, threshold 1). */
    SMOOTH_L1,
    /** One minus the cosine. */
    COSINE,
    /** Kullback-Leibler divergence of softmax probabilities. */
    KL
  }

  /** Two embeddings of one row, {@code width} values each from {@code start} on. */
  // Array components: views on what an operation is handed, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Pair(double[] student, double[] teacher, int start, int width) {

    double difference(int k) {
      return student[start + k] - teacher[start + k];
    }

    double product(double[] a, double[] b) {
      double product = 0;
      for (int k = start; k < start + width; k++) {
        product += a[k] * b[k];
      }
      return product;
    }

    double length(double[] a) {
      return Math.max(LEAST_LENGTH, Math.sqrt(product(a, a)));
    }

    double cosine() {
      return product(student, teacher) / (length(student) * length(teacher));
    }

    double[] logSoftmax(double[] a) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int k = start; k < start + width; k++) {
        greatest = Math.max(greatest, a[k]);
      }
      double sum = 0;
      for (int k = start; k < start + width; k++) {
        sum += Math.exp(a[k] - greatest);
      }
      double[] logs = new double[width];
      for (int k = 0; k < width; k++) {
        logs[k] = a[start + k] - greatest - Math.log(sum);
      }
      return logs;
    }
  }

  /**
   * Adds the distance to the graph.
   *
   * @param student {@code [R, E]}
   * @param teacher {@code [R, E]}; taken as constants
   * @param weights {@code R} weights in any shape, 0 for rows that do not count; taken as constants
   */
  public EmbeddingDistance(Kind kind, SDVariable student, SDVariable teacher, SDVariable weights) {
    super("avts_embedding_distance", 1, 1, student, teacher, weights);
    this.kind = kind;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    checkArgument(
        inputShapes.get(0)[1] == inputShapes.get(1)[1],
        "embeddings of %s values cannot be held against %s",
        inputShapes.get(0)[1],
        inputShapes.get(1)[1]);
    return List.of(new long[0]);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    int width = Math.toIntExact(shapes.get(0)[1]);
    double sum = 0;
    for (int row = 0; row < inputs[2].length; row++) {
      if (inputs[2][row] != 0) {
        sum += inputs[2][row] * distance(new Pair(inputs[0], inputs[1], row * width, width));
      }
    }
    return new double[][] {{sum / total(inputs[2])}};
  }

  private static double total(double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    return total == 0 ? 1 : total;
  }

  private double distance(Pair pair) {
    double sum = 0;
    switch (kind) {
      case COSINE -> {
        return 1 - pair.cosine();
      }
      case KL -> {
        double[] own = pair.logSoftmax(pair.student);
        double[] wanted = pair.logSoftmax(pair.teacher);
        for (int k = 0; k < pair.width; k++) {
          sum += Math.exp(wanted[k]) * (wanted[k] - own[k]);
        }
        return sum;
      }
      default -> {
        for (int k = 0; k < pair.width; k++) {
          sum += penalty(pair.difference(k));
        }
        return sum / pair.width;
      }
    }
  }

  private double penalty(double difference) {
    double size = Math.abs(difference);
    return switch (kind) {
      case MSE -> difference * difference;
      case L1 -> size;
      default -> size < 1 ? difference * difference / 2 : size - 0.5;
    };
  }

  private double slope(double difference) {
    return switch (kind) {
      case MSE -> 2 * difference;
      case L1 -> Math.signum(difference);
      default -> Math.max(-1, Math.min(1, difference));
    };
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    int width = Math.toIntExact(shapes.get(0)[1]);
    double[] gradient = new double[inputs[0].length];
    double total = total(inputs[2]);
    for (int row = 0; row < inputs[2].length; row++) {
      double scale = outputGradient[0] * inputs[2][row] / total;
      if (scale != 0) {
        add(new Pair(inputs[0], inputs[1], row * width, width), scale, gradient);
      }
    }
    return new double[][] {gradient};
  }

  private void add(Pair pair, double scale, double[] gradient) {
    int start = pair.start;
    switch (kind) {
      case COSINE -> {
        double own = pair.length(pair.student);
        double other = pair.length(pair.teacher);
        double cosine = pair.cosine();
        for (int k = start; k < start + pair.width; k++) {
          gradient[k] =
              -scale * (pair.teacher[k] / (own * other) - cosine * pair.student[k] / (own * own));
        }
      }
      case KL -> {
        double[] own = pair.logSoftmax(pair.student);
        double[] wanted = pair.logSoftmax(pair.teacher);
        for (int k = 0; k < pair.width; k++) {
          gradient[start + k] = scale * (Math.exp(own[k]) - Math.exp(wanted[k]));
        }
      }
      default -> {
        for (int k = 0; k < pair.width; k++) {
          gradient[start + k] = scale * slope(pair.difference(k)) / pair.width;
        }
      }
    }
  }
}

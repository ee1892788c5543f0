package avts.pretrain.probe.audio;

import static com.google.common.base.Preconditions.checkArgument;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One linear support vector machine for each class against all others (LIBLINEAR, squared hinge
 * loss, constant feature for the bias). Immutable. The same data give the same machines, whatever
 * the number of threads.
 */
final class OneVsAllSvm {
  private static final double PRECISION = 0.01;
  private static final int MOST_PASSES = 2000;
  private static final long SEED = 1;

  static {
    // The library would report its iterations on standard output.
    Linear.disableDebugOutput();
  }

  /** Weights of each class; the bias is the last one. */
  private final double[][] weights;

  private OneVsAllSvm(double[][] weights) {
    this.weights = weights;
  }

  /** Rows as LIBLINEAR takes them, made once for all classes and costs. */
  static final class Rows {
    private final Feature[][] nodes;
    private final int width;

    Rows(double[][] rows) {
      checkArgument(rows.length > 0, "there are no rows to train on");
      width = rows[0].length;
      nodes = Arrays.stream(rows).map(Rows::nodes).toArray(Feature[][]::new);
    }

    private static Feature[] nodes(double[] row) {
      Feature[] nodes = new Feature[row.length + 1];
      for (int i = 0; i < row.length; i++) {
        nodes[i] = new FeatureNode(i + 1, row[i]);
      }
      nodes[row.length] = new FeatureNode(row.length + 1, 1);
      return nodes;
    }
  }

  /**
   * Trains.
   *
   * @param labels class of each row, 0 to {@code classes - 1}
   * @param cost LIBLINEAR's C, positive
   */
  static OneVsAllSvm train(Rows rows, int[] labels, int classes, double cost) {
    checkArgument(cost > 0, "C must be positive, got %s", cost);
    checkArgument(
        labels.length == rows.nodes.length,
        "%s rows have %s labels",
        rows.nodes.length,
        labels.length);
    return new OneVsAllSvm(
        IntStream.range(0, classes)
            .parallel()
            .mapToObj(label -> weights(rows, labels, label, cost))
            .toArray(double[][]::new));
  }

  private static double[] weights(Rows rows, int[] labels, int label, double cost) {
    Problem problem = new Problem();
    problem.l = labels.length;
    problem.n = rows.width + 1;
    problem.bias = 1;
    problem.x = rows.nodes;
    problem.y = Arrays.stream(labels).mapToDouble(of -> of == label ? 1 : -1).toArray();
    Parameter parameter =
        new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, cost, MOST_PASSES, PRECISION);
    // The library's own generator is shared by all threads.
    parameter.setRandom(new Random(SEED));
    Model model = Linear.train(problem, parameter);
    double[] weights = model.getFeatureWeights();
    // Decision values are those of the class that came first.
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    return Arrays.stream(weights).limit(rows.width + 1L).map(weight -> sign * weight).toArray();
  }

  /** Returns the decision value of each class. */
  double[] scores(double[] row) {
    double[] scores = new double[weights.length];
    for (int label = 0; label < scores.length; label++) {
      double[] w = weights[label];
      checkArgument(
          row.length == w.length - 1, "%s features, %s trained", row.length, w.length - 1);
      double sum = w[row.length];
      for (int i = 0; i < row.length; i++) {
        sum += w[i] * row[i];
      }
      scores[label] = sum;
    }
    return scores;
  }
}

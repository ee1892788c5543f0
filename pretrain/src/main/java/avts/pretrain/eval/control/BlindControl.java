package avts.pretrain.eval.control;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Tries to tell aligned from misaligned pairs by one of their halves alone, which must not work.
 *
 * <p>Logistic regression on standardised embeddings, cross-validated over whole groups. Embeddings
 * of more than 256 values are first cast down to 256 by a random projection.
 *
 * @param folds parts of the cross-validation, 2 to 20
 * @param bootstrap resampling that makes the interval
 */
public record BlindControl(int folds, Bootstrap bootstrap) {
  private static final int MAX_FEATURES = 256;
  private static final double COST = 1;
  private static final double PRECISION = 0.01;

  static {
    // The library would report its iterations on standard output.
    Linear.disableDebugOutput();
  }

  /**
   * One half of each pair.
   *
   * @param features embeddings, row after row
   * @param aligned whether each row's pair is aligned
   * @param groups group of each row
   */
  // Array components: handed to the classifier, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Halves(float[] features, boolean[] aligned, List<String> groups) {

    /** Checks that the parts agree in number. */
    public Halves {
      groups = List.copyOf(groups);
      checkArgument(
          aligned.length == groups.size()
              && aligned.length > 0
              && features.length % aligned.length == 0,
          "%s features, %s labels and %s groups do not belong together",
          features.length,
          aligned.length,
          groups.size());
    }

    int size() {
      return aligned.length;
    }

    int width() {
      return features.length / aligned.length;
    }
  }

  /** Checks the number of folds. */
  public BlindControl {
    checkArgument(folds >= 2 && folds <= 20, "folds must lie in 2..20, got %s", folds);
  }

  /**
   * Returns the accuracy that one half alone reaches, with its interval over groups.
   *
   * @throws IllegalArgumentException if there are fewer groups than folds
   */
  public Interval accuracy(Halves halves, RandomGenerator random) {
    int[] fold = folds(halves.groups, random);
    double[][] projected = project(halves, random);
    double[] right = new double[halves.size()];
    for (int held = 0; held < folds; held++) {
      int part = held;
      int[] train = rows(fold, f -> f != part);
      int[] test = rows(fold, f -> f == part);
      double[][] features = standardise(projected, train);
      Model model = train(features, halves.aligned, train);
      for (int row : test) {
        boolean predicted = Linear.predict(model, nodes(features[row])) > 0;
        right[row] = predicted == halves.aligned[row] ? 1 : 0;
      }
    }
    Bootstrap.Statistic balanced = items -> balanced(items, right, halves.aligned);
    return bootstrap.interval(halves.groups, balanced, random);
  }

  private static double balanced(int[] items, double[] right, boolean[] aligned) {
    double sum = 0;
    for (boolean label : new boolean[] {false, true}) {
      sum +=
          Arrays.stream(items)
              .filter(i -> aligned[i] == label)
              .mapToDouble(i -> right[i])
              .average()
              .orElse(0.5);
    }
    return sum / 2;
  }

  private int[] folds(List<String> groups, RandomGenerator random) {
    List<String> names = new ArrayList<>(groups.stream().distinct().sorted().toList());
    checkArgument(
        names.size() >= folds,
        "%s folds need as many groups of files, got %s",
        folds,
        names.size());
    Map<String, Integer> foldOfGroup = new HashMap<>();
    for (int place = 0; !names.isEmpty(); place++) {
      foldOfGroup.put(names.remove(random.nextInt(names.size())), place % folds);
    }
    return groups.stream().mapToInt(name -> foldOfGroup.getOrDefault(name, 0)).toArray();
  }

  private static int[] rows(int[] fold, IntPredicate wanted) {
    return IntStream.range(0, fold.length).filter(row -> wanted.test(fold[row])).toArray();
  }

  private static double[][] project(Halves halves, RandomGenerator random) {
    int width = halves.width();
    double[][] rows = new double[halves.size()][Math.min(width, MAX_FEATURES)];
    if (width <= MAX_FEATURES) {
      for (int row = 0; row < rows.length; row++) {
        for (int i = 0; i < width; i++) {
          rows[row][i] = halves.features[row * width + i];
        }
      }
      return rows;
    }
    for (int feature = 0; feature < MAX_FEATURES; feature++) {
      double[] direction = random.doubles(width).map(u -> u < 0.5 ? -1 : 1).toArray();
      for (int row = 0; row < rows.length; row++) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
          sum += direction[i] * halves.features[row * width + i];
        }
        rows[row][feature] = sum;
      }
    }
    return rows;
  }

  /** Returns all rows with every feature's mean 0 and variance 1 over the training rows. */
  private static double[][] standardise(double[][] rows, int[] train) {
    double[][] standard = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    for (int i = 0; i < rows[0].length; i++) {
      int column = i;
      double mean = Arrays.stream(train).mapToDouble(row -> rows[row][column]).average().orElse(0);
      double variance =
          Arrays.stream(train)
              .mapToDouble(row -> Math.pow(rows[row][column] - mean, 2))
              .average()
              .orElse(0);
      double scale = variance > 1e-20 ? 1 / Math.sqrt(variance) : 0;
      for (double[] row : standard) {
        row[column] = (row[column] - mean) * scale;
      }
    }
    return standard;
  }

  private static Model train(double[][] features, boolean[] aligned, int[] rows) {
    Problem problem = new Problem();
    problem.l = rows.length;
    problem.n = features[0].length + 1;
    problem.bias = 1;
    problem.x = new Feature[rows.length][];
    problem.y = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      problem.x[i] = nodes(features[rows[i]]);
      problem.y[i] = aligned[rows[i]] ? 1 : -1;
    }
    return Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, PRECISION));
  }

  /** The features and the constant that the bias belongs to, numbered from 1. */
  private static Feature[] nodes(double[] features) {
    Feature[] nodes = new Feature[features.length + 1];
    for (int i = 0; i < features.length; i++) {
      nodes[i] = new FeatureNode(i + 1, features[i]);
    }
    nodes[features.length] = new FeatureNode(features.length + 1, 1);
    return nodes;
  }
}

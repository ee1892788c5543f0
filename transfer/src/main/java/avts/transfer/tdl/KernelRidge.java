package avts.transfer.tdl;

import avts.transfer.mapping.KernelRidgeMapping;
import avts.transfer.mapping.Matrix;
import avts.transfer.mapping.ParallelRows;
import avts.transfer.mapping.SvrConfig;
import avts.transfer.mapping.SvrConfig.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The floor: kernel ridge regression from the vectors of a take's pictures to one indicator a
 * label. Kernel width and lambda are chosen by five inner folds on the parallel takes.
 */
final class KernelRidge {
  private static final int FOLDS = 5;
  private static final List<Double> GAMMAS = List.of(0.3, 1.0, 3.0);
  private static final List<Double> LAMBDAS = List.of(0.01, 0.1, 1.0);

  private final Matrix known;
  private final int[] labels;
  private final Matrix indicators;

  private KernelRidge(Matrix known, int[] labels, int classes) {
    this.known = known;
    this.labels = labels;
    float[] ones = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      ones[i * classes + labels[i]] = 1;
    }
    indicators = new Matrix(ones, labels.length, classes);
  }

  /**
   * Returns what is regressed for each test take of a split, the greatest for the label that is
   * told; all parallel takes are learned from.
   */
  static double[][] on(SplitNetworks networks) {
    List<Integer> parallel = networks.split().parallel();
    List<Integer> test = networks.split().test();
    KernelRidge ridge =
        new KernelRidge(
            rows(networks, parallel),
            networks.takes().labelsOf(parallel),
            networks.takes().labels().size());
    return scores(ridge.best().map(rows(networks, test)));
  }

  private static Matrix rows(SplitNetworks networks, List<Integer> takes) {
    float[] values = networks.pictures().of(takes);
    return new Matrix(values, takes.size(), values.length / takes.size());
  }

  private KernelRidgeMapping best() {
    int[] all = IntStream.range(0, labels.length).toArray();
    Setting best = new Setting(1, 0.1);
    int most = -1;
    for (double gamma : GAMMAS) {
      for (double lambda : LAMBDAS) {
        Setting setting = new Setting(gamma, lambda);
        int right = right(setting);
        if (right > most) {
          most = right;
          best = setting;
        }
      }
    }
    return fit(all, best);
  }

  private record Setting(double gamma, double lambda) {}

  private KernelRidgeMapping fit(int[] rows, Setting setting) {
    return KernelRidgeMapping.fit(
        ParallelRows.of(known.select(rows), indicators.select(rows)),
        new SvrConfig(Kernel.RBF, 1, 0, setting.gamma),
        setting.lambda);
  }

  /** Each label's rows are dealt to the folds in turn; rows without a fellow are never right. */
  private int right(Setting setting) {
    int[] folds = new int[labels.length];
    int[] next = new int[indicators.columns()];
    for (int i = 0; i < labels.length; i++) {
      folds[i] = (labels[i] + next[labels[i]]++) % FOLDS;
    }
    int right = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int asked = fold;
      int[] out = IntStream.range(0, labels.length).filter(i -> folds[i] == asked).toArray();
      int[] in = IntStream.range(0, labels.length).filter(i -> folds[i] != asked).toArray();
      if (out.length == 0 || in.length == 0) {
        continue;
      }
      double[][] scores = scores(fit(in, setting).map(known.select(out)));
      for (int i = 0; i < out.length; i++) {
        right += Largest.of(scores[i]) == labels[out[i]] ? 1 : 0;
      }
    }
    return right;
  }

  private static double[][] scores(Matrix matrix) {
    List<double[]> rows = new ArrayList<>();
    for (int row = 0; row < matrix.rows(); row++) {
      double[] scores = new double[matrix.columns()];
      for (int column = 0; column < scores.length; column++) {
        scores[column] = matrix.values()[row * scores.length + column];
      }
      rows.add(scores);
    }
    return rows.toArray(double[][]::new);
  }
}

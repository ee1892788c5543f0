package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Inner cross-validation on the parallel rows, which chooses settings of the mapping in use. Every
 * combination of the values listed is tried; an empty list leaves a setting as it is.
 *
 * @param folds number of folds, 2 to 100; rows of one group stay together
 * @param criterion what is compared on the rows left out
 * @param units target columns, drawn once, that support vector regression is compared on, at least
 *     1; all where there are fewer
 * @param k numbers of neighbours (knn, and ncca with back: neighbours)
 * @param temperature tau of softmax weights (knn, and ncca with back: neighbours)
 * @param kappa (ncca)
 * @param dimensions (ncca)
 * @param lambda (ridge)
 * @param c (svr)
 * @param epsilon (svr)
 * @param gamma (svr)
 */
public record SearchConfig(
    int folds,
    Criterion criterion,
    int units,
    List<Integer> k,
    List<Double> temperature,
    List<Double> kappa,
    List<Integer> dimensions,
    List<Double> lambda,
    List<Double> c,
    List<Double> epsilon,
    List<Double> gamma) {

  /** What is compared on rows left out. */
  public enum Criterion {
    /** Squared error relative to that of the mean target row; the smaller the better. */
    MSE,
    /** Mean cosine of mapped and true rows about the mean target row; the greater the better. */
    COSINE
  }

  /** Checks the ranges and copies the lists. */
  public SearchConfig {
    checkArgument(folds >= 2 && folds <= 100, "folds must lie in 2..100, got %s", folds);
    checkArgument(units >= 1, "units must be 1 or more, got %s", units);
    k = List.copyOf(k);
    temperature = List.copyOf(temperature);
    kappa = List.copyOf(kappa);
    dimensions = List.copyOf(dimensions);
    lambda = List.copyOf(lambda);
    c = List.copyOf(c);
    epsilon = List.copyOf(epsilon);
    gamma = List.copyOf(gamma);
  }
}

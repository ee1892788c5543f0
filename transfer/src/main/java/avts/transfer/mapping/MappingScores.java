package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import avts.transfer.mapping.KnnConfig.Metric;
import avts.transfer.mapping.NeighbourSearch.Neighbour;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How well a mapping does on rows that it was not fitted to, row by row. All but the plain cosine
 * are about the mean target row of the fitted rows, so that a constant guess gets nothing.
 */
public final class MappingScores {
  private final RowScores near;
  private final double[] found;
  private final double[] foundByChance;
  private final @Nullable LabelShares labels;

  private MappingScores(
      RowScores near, double[] found, double[] foundByChance, @Nullable LabelShares labels) {
    this.near = near;
    this.found = found;
    this.foundByChance = foundByChance;
    this.labels = labels;
  }

  /**
   * Shares of the nearest fitted target rows that have a row's own label.
   *
   * @param mapped about the mapped row
   * @param truth about the true row
   * @param chance among all fitted rows
   */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record LabelShares(double[] mapped, double[] truth, double[] chance) {}

  /**
   * Compares mapped rows with the true ones.
   *
   * @param fitted what the mapping was fitted to
   * @param held rows that it was not fitted to; labels are compared where both have them
   * @param mapped the mapping's result for the source rows of {@code held}
   * @param neighbours number of fitted target rows whose labels are compared, at least 1; all where
   *     there are fewer
   */
  public static MappingScores of(
      ParallelRows fitted, ParallelRows held, Matrix mapped, int neighbours) {
    checkArgument(neighbours >= 1, "neighbours must be 1 or more, got %s", neighbours);
    double[] mean = CentredRows.of(fitted.target()).mean();
    RowScores near = RowScores.of(mapped, held.target(), mean);
    Matrix guess = about(mean, mapped);
    Matrix truth = about(mean, held.target());
    double[] chance = new double[held.rows()];
    Arrays.fill(chance, 1.0 / held.rows());
    int[] known = fitted.labels();
    int[] own = held.labels();
    if (known == null || own == null) {
      return new MappingScores(near, found(guess, truth), chance, null);
    }
    NeighbourSearch search = new NeighbourSearch(about(mean, fitted.target()), Metric.COSINE);
    int k = Math.min(neighbours, fitted.rows());
    LabelShares labels =
        new LabelShares(
            labelShares(search, guess, k, known, own),
            labelShares(search, truth, k, known, own),
            Arrays.stream(own)
                .mapToDouble(
                    label ->
                        Arrays.stream(known).filter(other -> other == label).count()
                            / (double) known.length)
                .toArray());
    return new MappingScores(near, found(guess, truth), chance, labels);
  }

  private static Matrix about(double[] mean, Matrix rows) {
    float[] values = new float[rows.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (rows.values()[i] - mean[i % mean.length]);
    }
    return new Matrix(values, rows.rows(), rows.columns());
  }

  /** Returns 1 where the nearest true row is the own one; rows equally near share it. */
  private static double[] found(Matrix guess, Matrix truth) {
    double[] found = new double[truth.rows()];
    NeighbourSearch search = new NeighbourSearch(truth, Metric.COSINE);
    search.search(
        guess,
        Math.min(2, truth.rows()),
        row -> other -> true,
        (row, nearest) -> {
          if (search.distance(guess, row, row) == nearest[0].distance()) {
            found[row] = 1.0 / equallyNear(search, guess, row, nearest);
          }
        });
    return found;
  }

  private static long equallyNear(
      NeighbourSearch search, Matrix guess, int row, Neighbour[] nearest) {
    if (nearest.length < 2 || nearest[1].distance() > nearest[0].distance()) {
      return 1;
    }
    return IntStream.range(0, guess.rows())
        .filter(other -> search.distance(guess, row, other) == nearest[0].distance())
        .count();
  }

  private static double[] labelShares(
      NeighbourSearch search, Matrix rows, int k, int[] known, int[] own) {
    double[] shares = new double[rows.rows()];
    search.search(
        rows,
        k,
        row -> other -> true,
        (row, nearest) ->
            shares[row] =
                Arrays.stream(nearest).filter(near -> known[near.row()] == own[row]).count()
                    / (double) nearest.length);
    return shares;
  }

  /** Puts the rows of several folds behind one another; all or none must have labels. */
  public static MappingScores join(List<MappingScores> parts) {
    checkArgument(!parts.isEmpty(), "there are no scores to join");
    RowScores near =
        new RowScores(
            join(parts, part -> part.near.cosine()),
            join(parts, part -> part.near.centredCosine()),
            join(parts, part -> part.near.error()),
            join(parts, part -> part.near.baseline()));
    List<LabelShares> labels =
        parts.stream().flatMap(part -> Stream.ofNullable(part.labels)).toList();
    checkArgument(
        labels.isEmpty() || labels.size() == parts.size(), "some scores have labels, some none");
    return new MappingScores(
        near,
        join(parts, part -> part.found),
        join(parts, part -> part.foundByChance),
        labels.isEmpty()
            ? null
            : new LabelShares(
                join(labels, LabelShares::mapped),
                join(labels, LabelShares::truth),
                join(labels, LabelShares::chance)));
  }

  private static <T> double[] join(List<T> parts, Function<T, double[]> values) {
    return parts.stream().flatMapToDouble(part -> Arrays.stream(values.apply(part))).toArray();
  }

  /** Returns the number of rows. */
  public int rows() {
    return found.length;
  }

  /** Returns the score of all rows. */
  public MappingScore score() {
    return score(IntStream.range(0, rows()).toArray());
  }

  /** Returns the score of some rows; a row may be given several times, as in a bootstrap. */
  public MappingScore score(int[] rows) {
    LabelShares shares = labels;
    return new MappingScore(
        mean(near.cosine(), rows),
        mean(near.centredCosine(), rows),
        mean(found, rows),
        mean(foundByChance, rows),
        mean(near.error(), rows) / mean(near.baseline(), rows),
        shares == null
            ? null
            : new MappingScore.Labels(
                mean(shares.mapped, rows), mean(shares.truth, rows), mean(shares.chance, rows)));
  }

  private static double mean(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).average().orElse(Double.NaN);
  }
}

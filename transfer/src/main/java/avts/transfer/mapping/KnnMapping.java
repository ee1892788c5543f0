package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import avts.transfer.mapping.NeighbourSearch.Neighbour;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps a row to the weighted mean of the target rows of its k nearest source rows: f(x) = sum of
 * w_j y_j, with weights that sum to 1. Immutable.
 */
public final class KnnMapping implements Mapping {
  private final ParallelRows fitted;
  private final KnnConfig config;
  private final NeighbourSearch search;
  private final NeighbourWeights weights;

  private KnnMapping(ParallelRows fitted, KnnConfig config) {
    this.fitted = fitted;
    this.config = config;
    search = new NeighbourSearch(fitted.source(), config.metric());
    weights = new NeighbourWeights(config, fitted.source());
  }

  /**
   * Keeps the rows to search in.
   *
   * @param rows at least k of them, and k of each class where neighbours share the label
   */
  public static KnnMapping fit(ParallelRows rows, KnnConfig config) {
    checkArgument(
        rows.rows() >= config.k(),
        "%s neighbours need as many parallel rows, got %s; lower k or give more rows",
        config.k(),
        rows.rows());
    if (config.sameLabel()) {
      checkClasses(rows.labels(), config.k());
    }
    return new KnnMapping(rows, config);
  }

  private static void checkClasses(int @Nullable [] labels, int k) {
    checkArgument(
        labels != null, "same_label needs the labels of the parallel rows, which were not given");
    Map<Integer, Long> sizes =
        Arrays.stream(labels)
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    sizes.forEach(
        (label, size) ->
            checkArgument(
                size >= k,
                "%s neighbours of the same label need as many parallel rows of each class, but"
                    + " class %s has %s; lower k or set same_label to false",
                k,
                label,
                size));
  }

  @Override
  public Matrix map(SourceRows rows) {
    rows.check(fitted.source().columns());
    int @Nullable [] asked = rows.labels();
    checkArgument(
        !config.sameLabel() || asked != null,
        "same_label needs the labels of the rows to map, which were not given");
    checkArgument(
        rows.groups() == null || fitted.groups() != null,
        "rows of the own group can only be left out where the parallel rows came with groups");
    int width = fitted.target().columns();
    float[] mapped = new float[Math.multiplyExact(rows.values().rows(), width)];
    search.search(
        rows.values(),
        config.k(),
        query -> eligible(rows, query),
        (query, neighbours) -> {
          checkArgument(
              neighbours.length == config.k(),
              "row %s has only %s of %s neighbours%s%s; lower k",
              query,
              neighbours.length,
              config.k(),
              asked == null || !config.sameLabel() ? "" : " of its class " + asked[query],
              rows.groups() == null ? "" : " outside of its own group");
          average(rows.values(), query, neighbours, mapped);
        });
    return new Matrix(mapped, rows.values().rows(), width);
  }

  private IntPredicate eligible(SourceRows rows, int query) {
    int[] labels = fitted.labels();
    int[] asked = rows.labels();
    int[] groups = fitted.groups();
    int[] own = rows.groups();
    IntPredicate eligible = row -> true;
    if (config.sameLabel() && labels != null && asked != null) {
      eligible = row -> labels[row] == asked[query];
    }
    return groups != null && own != null
        ? eligible.and(row -> groups[row] != own[query])
        : eligible;
  }

  private void average(Matrix asked, int query, Neighbour[] neighbours, float[] mapped) {
    double[] weight = weights.of(asked, query, neighbours);
    int width = fitted.target().columns();
    float[] target = fitted.target().values();
    double[] sum = new double[width];
    for (int j = 0; j < neighbours.length; j++) {
      int at = neighbours[j].row() * width;
      for (int i = 0; i < width; i++) {
        sum[i] += weight[j] * target[at + i];
      }
    }
    for (int i = 0; i < width; i++) {
      mapped[query * width + i] = (float) sum[i];
    }
  }
}

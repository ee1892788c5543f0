package avts.transfer.mapping;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.transfer.mapping.SearchConfig.Criterion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses settings by cross-validation on the rows that a mapping is fitted to, and no others. The
 * same seed gives the same folds, units and choice.
 */
final class MappingSearch {
  private final SearchConfig config;
  private final int threads;

  MappingSearch(SearchConfig config, int threads) {
    this.config = config;
    this.threads = threads;
  }

  /**
   * Compares candidates; of equal ones the first is chosen.
   *
   * @throws IllegalArgumentException where a candidate cannot be fitted to the rows of a fold, or
   *     there are fewer groups than folds
   */
  MappingChoice choose(List<MappingConfig> candidates, ParallelRows rows, long seed) {
    if (candidates.size() == 1) {
      return new MappingChoice(candidates.get(0), List.of());
    }
    Seeds seeds = new Seeds(seed);
    ParallelRows compared = units(candidates.get(0), rows, seeds);
    GroupFolds folds =
        GroupFolds.deal(
            compared.groups(),
            compared.rows(),
            config.folds(),
            seeds.generator(Purpose.SPLIT, 0, 0));
    List<Sum> sums = candidates.stream().map(candidate -> new Sum()).toList();
    for (int fold = 0; fold < config.folds(); fold++) {
      addFold(
          candidates,
          compared.select(folds.outside(fold)),
          compared.select(folds.inside(fold)),
          sums);
    }
    List<MappingChoice.Tried> tried = new ArrayList<>();
    int best = 0;
    for (int i = 0; i < candidates.size(); i++) {
      double score = sums.get(i).score(config.criterion());
      tried.add(new MappingChoice.Tried(candidates.get(i).describe(), score));
      boolean better =
          config.criterion() == Criterion.MSE
              ? score < tried.get(best).score()
              : score > tried.get(best).score();
      best = better ? i : best;
    }
    return new MappingChoice(candidates.get(best), tried);
  }

  private ParallelRows units(MappingConfig candidate, ParallelRows rows, Seeds seeds) {
    int columns = rows.target().columns();
    if (candidate.kind() != MappingConfig.Kind.SVR || columns <= config.units()) {
      return rows;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
    Shuffle.inPlace(order, seeds.generator(Purpose.SPLIT, 0, 1));
    return rows.selectTargetColumns(
        order.stream().limit(config.units()).mapToInt(Integer::intValue).sorted().toArray());
  }

  private void addFold(
      List<MappingConfig> candidates, ParallelRows fitted, ParallelRows held, List<Sum> sums) {
    double[] mean = CentredRows.of(fitted.target()).mean();
    MappingFits fits = new MappingFits(fitted, threads);
    SourceRows asked = new SourceRows(held.source(), held.labels(), null);
    for (int i = 0; i < candidates.size(); i++) {
      Matrix mapped = fits.fit(candidates.get(i)).map(asked);
      sums.get(i).add(RowScores.of(mapped, held.target(), mean));
    }
  }

  /** What a candidate did on all folds so far. */
  private static final class Sum {
    private double cosine;
    private double error;
    private double baseline;
    private int rows;

    void add(RowScores scores) {
      cosine += Arrays.stream(scores.centredCosine()).sum();
      error += Arrays.stream(scores.error()).sum();
      baseline += Arrays.stream(scores.baseline()).sum();
      rows += scores.error().length;
    }

    double score(Criterion criterion) {
      return criterion == Criterion.COSINE ? cosine / rows : error / baseline;
    }
  }
}

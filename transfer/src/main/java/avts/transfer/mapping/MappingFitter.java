package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/** Fits the mapping that a config describes. Immutable; safe for use by several threads. */
public final class MappingFitter {
  private final MappingConfig config;
  private final int threads;

  /**
   * Creates a fitter.
   *
   * @param threads threads that support vector regression shares its columns among, at least 1;
   *     matrix products use those of OpenMP
   */
  public MappingFitter(MappingConfig config, int threads) {
    checkArgument(threads >= 1, "threads must be positive, got %s", threads);
    this.config = config;
    this.threads = threads;
  }

  /**
   * Chooses the settings, by inner cross-validation on {@code rows} where the config asks for it,
   * and fits them to all of {@code rows}.
   *
   * @param seed seed of the inner folds and of the units sampled
   * @throws IllegalArgumentException where the rows do not suit the settings: fewer rows than
   *     neighbours, a singular covariance, labels missing, fewer groups than folds
   */
  public Mapping fit(ParallelRows rows, long seed) {
    return new MappingFits(rows, threads).fit(choose(rows, seed).config());
  }

  /** Chooses the settings alone, as {@link #fit} does. */
  public MappingChoice choose(ParallelRows rows, long seed) {
    return config.search() == null
        ? new MappingChoice(config, List.of())
        : new MappingSearch(config.search(), threads).choose(config.candidates(), rows, seed);
  }

  /** Fits with the settings of a choice made before. */
  public Mapping fit(ParallelRows rows, MappingChoice choice) {
    return new MappingFits(rows, threads).fit(choice.config());
  }
}

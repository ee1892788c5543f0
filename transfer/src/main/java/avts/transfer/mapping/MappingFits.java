package avts.transfer.mapping;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mappings of several settings fitted to the same rows: what they share (standardised rows,
 * canonical directions) is made once. Not thread-safe.
 */
final class MappingFits {
  private final ParallelRows rows;
  private final int threads;
  private final Map<Double, CanonicalDirections> directions = new HashMap<>();
  private @Nullable MappingFits standardised;
  private @Nullable Standardisation standardisation;

  MappingFits(ParallelRows rows, int threads) {
    this.rows = rows;
    this.threads = threads;
  }

  /** Fits a mapping with the settings as they are. */
  Mapping fit(MappingConfig config) {
    if (!config.standardise() || config.kind() == MappingConfig.Kind.SVR) {
      return fitPlain(config);
    }
    if (standardised == null || standardisation == null) {
      standardisation = Standardisation.of(rows.source());
      standardised =
          new MappingFits(rows.withSource(standardisation.apply(rows.source())), threads);
    }
    return new StandardisedMapping(standardisation, standardised.fitPlain(config));
  }

  private Mapping fitPlain(MappingConfig config) {
    return switch (config.kind()) {
      case KNN -> KnnMapping.fit(rows, config.knn());
      case NCCA ->
          NccaMapping.fit(
              rows,
              directions.computeIfAbsent(
                  config.ncca().kappa(), kappa -> CanonicalDirections.find(rows, kappa)),
              config.ncca());
      case SVR -> SvrMapping.fit(rows, config.svr(), threads);
      case RIDGE -> RidgeMapping.fit(rows, config.ridge());
    };
  }

  /** A mapping of standardised source rows. */
  private record StandardisedMapping(Standardisation standardisation, Mapping mapping)
      implements Mapping {

    @Override
    public Matrix map(SourceRows rows) {
      rows.check(standardisation.mean().length);
      return mapping.map(rows.with(standardisation.apply(rows.values())));
    }
  }
}

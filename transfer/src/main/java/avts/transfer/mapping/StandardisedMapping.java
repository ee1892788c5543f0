package avts.transfer.mapping;

import java.util.function.Function;

/** Any mapping, fitted to source rows with standardised columns. Immutable. */
final class StandardisedMapping implements Mapping {
  private final Standardisation standardisation;
  private final Mapping mapping;

  private StandardisedMapping(Standardisation standardisation, Mapping mapping) {
    this.standardisation = standardisation;
    this.mapping = mapping;
  }

  /** Standardises the source columns of {@code rows} and fits a mapping to the result. */
  static Mapping fit(ParallelRows rows, Function<ParallelRows, Mapping> fitter) {
    Standardisation standardisation = Standardisation.of(rows.source());
    return new StandardisedMapping(
        standardisation, fitter.apply(rows.withSource(standardisation.apply(rows.source()))));
  }

  @Override
  public Matrix map(SourceRows rows) {
    rows.check(standardisation.mean().length);
    return mapping.map(rows.with(standardisation.apply(rows.values())));
  }
}

package avts.transfer.mapping;

/**
 * A mapping f from the source's hidden space into the target's, fitted to parallel rows (Moon, Kim
 * and Wang 2014). Immutable; safe for use by several threads.
 */
public interface Mapping {

  /**
   * Maps rows of the source's space.
   *
   * @param rows finite rows as long as those that were fitted to, with the labels where the mapping
   *     is restricted to the same label
   * @return as many rows of the target's space
   */
  Matrix map(SourceRows rows);

  /** Maps rows of which nothing but the values is known. */
  default Matrix map(Matrix source) {
    return map(SourceRows.of(source));
  }
}

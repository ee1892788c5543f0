package avts.transfer.mapping;

/**
 * A mapping f from the source's hidden space into the target's, fitted to parallel rows (Moon, Kim
 * and Wang 2014). Immutable; safe for use by several threads.
 */
public interface Mapping {

  /**
   * Maps rows of the source's space.
   *
   * @param source rows as long as those that were fitted to
   * @return as many rows of the target's space
   */
  Matrix map(Matrix source);
}

package avts.transfer.feature;

import java.util.Collection;
import java.util.List;

/**
 * Where the vectors of the takes of a set come from. Whatever is fitted is fitted to known takes
 * alone.
 */
public interface VectorSource {

  /**
   * What may be looked at.
   *
   * @param seed the split's seed
   * @param seen takes whose pictures are known
   * @param heard takes whose sound is known
   */
  record Known(long seed, Collection<Integer> seen, Collection<Integer> heard) {

    /** Copies the lists. */
    public Known {
      seen = List.copyOf(seen);
      heard = List.copyOf(heard);
    }
  }

  /** Returns the vectors of all takes of the set, known or not. */
  TakeVectors fit(Known known);
}

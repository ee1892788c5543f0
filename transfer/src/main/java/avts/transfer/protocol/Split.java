package avts.transfer.protocol;

import java.util.List;

/**
 * One division of a set; all lists hold takes by their number in the set, ascending.
 *
 * @param fold number of the fold, from 1
 * @param seed seed that drew which takes are parallel
 * @param parallel training takes of which picture and sound are known
 * @param audioOnly training takes of which the sound alone is known: pictures are withheld, or
 *     there are none
 * @param test takes that are asked, by their pictures
 */
public record Split(
    int fold, long seed, List<Integer> parallel, List<Integer> audioOnly, List<Integer> test) {

  /** Copies the lists. */
  public Split {
    parallel = List.copyOf(parallel);
    audioOnly = List.copyOf(audioOnly);
    test = List.copyOf(test);
  }
}

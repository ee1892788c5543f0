package avts.transfer.feature;

import avts.pretrain.checkpoint.NamedTensor;
import java.util.List;

/**
 * Pictures and sound of all takes of a set as vectors.
 *
 * @param pictures vectors of the pictures
 * @param sound vectors of the sound
 * @param fitted what was fitted to make vectors of pictures, for a file, so that new pictures can
 *     be seen in the same way
 */
public record TakeVectors(StepVectors pictures, AudioFeatures sound, List<NamedTensor> fitted) {

  /** Copies the list. */
  public TakeVectors {
    fitted = List.copyOf(fitted);
  }
}

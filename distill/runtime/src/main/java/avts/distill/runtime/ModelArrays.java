package avts.distill.runtime;

import java.util.List;

/**
 * The arrays that a model must take and give for one stretch of sound.
 *
 * @param inputs what it takes, in the order in which it is given them
 * @param output name of what it gives that is asked for
 * @param outputSize values of that
 */
public record ModelArrays(List<Input> inputs, String output, int outputSize) {

  /** Copies the list. */
  public ModelArrays {
    inputs = List.copyOf(inputs);
  }

  /**
   * An array that a model takes.
   *
   * @param name its name in the model
   * @param shape its lengths, the first of them 1
   */
  // An array component: handed to ONNX Runtime, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Input(String name, long... shape) {}
}

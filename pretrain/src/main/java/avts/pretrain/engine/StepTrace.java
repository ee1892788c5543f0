package avts.pretrain.engine;

/**
 * Is told when the parts of a training step began and ended: every operation, and the copies around
 * them.
 */
@FunctionalInterface
public interface StepTrace {

  /**
   * Takes note of a part.
   *
   * @param part kind and name of an operation, such as {@code conv2d audio.conv1.weight}, with the
   *     kernel that runs it in brackets where it is known; or words in plain English
   * @param begin {@link System#nanoTime} before it
   * @param end the same after it
   */
  void part(String part, long begin, long end);
}

package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Layers of a fully connected network: H^(0), the input, then the hidden layers H^(1), H^(2) and so
 * on, then a softmax over classes.
 *
 * <p>An example consists of one or more steps in time. The hidden layers are applied to each step
 * alone, with the same weights (a convolution over time of width 1); the classifier sees the last
 * hidden layer of all steps at once.
 *
 * @param steps steps of an example, at least 1
 * @param inputs length of the vector of one step
 * @param hidden units of the hidden layers from the input upwards; empty for a linear classifier
 * @param classes number of classes, at least 2
 * @param activation function of the hidden units
 */
public record PerceptronShape(
    int steps, int inputs, List<Integer> hidden, int classes, Activation activation) {

  /** Functions of hidden units. */
  public enum Activation {
    /** {@code max(0, x)}. */
    RELU,
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID
  }

  /** Checks the sizes. */
  public PerceptronShape {
    hidden = List.copyOf(hidden);
    checkArgument(steps >= 1, "an example needs at least one step, got %s", steps);
    checkArgument(inputs >= 1, "vectors need a length, got %s", inputs);
    checkArgument(
        hidden.stream().allMatch(units -> units >= 1),
        "hidden layers need at least one unit each, got %s",
        hidden);
    checkArgument(classes >= 2, "a classifier needs at least 2 classes, got %s", classes);
  }

  /**
   * Returns the length of H^(layer) in one step.
   *
   * @param layer 0 for the input, up to the number of hidden layers
   */
  public int width(int layer) {
    checkLayer(layer);
    return layer == 0 ? inputs : hidden.get(layer - 1);
  }

  /** Returns the layers above H^(layer) as a network whose input is H^(layer). */
  public PerceptronShape above(int layer) {
    return new PerceptronShape(
        steps, width(layer), hidden.subList(layer, hidden.size()), classes, activation);
  }

  private void checkLayer(int layer) {
    checkArgument(
        layer >= 0 && layer <= hidden.size(),
        "layers go from 0, the input, to %s, the last hidden one; got %s",
        hidden.size(),
        layer);
  }
}

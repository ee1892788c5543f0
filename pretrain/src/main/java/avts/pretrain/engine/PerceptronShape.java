package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Layers of a fully connected network on vectors: H^(0), the input, then the hidden layers H^(1),
 * H^(2) and so on, then a softmax over classes.
 *
 * @param inputs length of an input vector
 * @param hidden units of the hidden layers from the input upwards; empty for a linear classifier
 * @param classes number of classes, at least 2
 * @param activation function of the hidden units
 */
public record PerceptronShape(
    int inputs, List<Integer> hidden, int classes, Activation activation) {

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
    checkArgument(inputs >= 1, "vectors need a length, got %s", inputs);
    checkArgument(
        hidden.stream().allMatch(units -> units >= 1),
        "hidden layers need at least one unit each, got %s",
        hidden);
    checkArgument(classes >= 2, "a classifier needs at least 2 classes, got %s", classes);
  }

  /**
   * Returns the length of H^(layer).
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
        width(layer), hidden.subList(layer, hidden.size()), classes, activation);
  }

  private void checkLayer(int layer) {
    checkArgument(
        layer >= 0 && layer <= hidden.size(),
        "layers go from 0, the input, to %s, the last hidden one; got %s",
        hidden.size(),
        layer);
  }
}

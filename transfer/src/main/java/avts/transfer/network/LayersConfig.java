package avts.transfer.network;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.PerceptronShape;
import avts.pretrain.engine.PerceptronShape.Activation;
import java.util.List;

/**
 * The layers of a network between its input and its classes.
 *
 * @param hidden units of the hidden layers from the input upwards, at least one layer
 * @param activation function of the hidden units
 * @param inputDropout probability with which a value of the input is dropped in training, 0 to
 *     below 1
 * @param dropout the same for each hidden unit
 */
public record LayersConfig(
    List<Integer> hidden, Activation activation, double inputDropout, double dropout) {

  /** Checks every range. */
  public LayersConfig {
    hidden = List.copyOf(hidden);
    checkArgument(
        !hidden.isEmpty() && hidden.stream().allMatch(units -> units >= 1),
        "hidden must name at least one layer of at least one unit, got %s",
        hidden);
    checkArgument(
        inputDropout >= 0 && inputDropout < 1,
        "input_dropout must lie in 0..1 without 1, got %s",
        inputDropout);
    checkArgument(
        dropout >= 0 && dropout < 1, "dropout must lie in 0..1 without 1, got %s", dropout);
  }

  /**
   * Returns the sizes of a network.
   *
   * @param steps steps in time of an example
   * @param inputs length of the vector of a step
   * @param classes number of classes
   */
  public PerceptronShape shape(int steps, int inputs, int classes) {
    return new PerceptronShape(steps, inputs, hidden, classes, activation);
  }
}

package avts.bench.step;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One layer of a network, as an engine that is not ours is told about it.
 *
 * <p>A layer reads named values and writes one; a name may be written again, and its former value
 * is then gone. Parameters are found by the layer's name, as PyTorch names them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Layer.Convolution.class, name = "convolution"),
  @JsonSubTypes.Type(value = Layer.BatchNorm.class, name = "batch_norm"),
  @JsonSubTypes.Type(value = Layer.AddRelu.class, name = "add_relu"),
  @JsonSubTypes.Type(value = Layer.MaxPool.class, name = "max_pool"),
  @JsonSubTypes.Type(value = Layer.Rows.class, name = "rows"),
  @JsonSubTypes.Type(value = Layer.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = Layer.Unit.class, name = "unit"),
  @JsonSubTypes.Type(value = Layer.InfoNce.class, name = "infonce"),
  @JsonSubTypes.Type(value = Layer.SquaredError.class, name = "squared_error"),
})
public sealed interface Layer {

  /** Returns the name of the value that is written. */
  String output();

  /**
   * A convolution without bias, in three dimensions or in two.
   *
   * @param stride steps, one for each dimension
   * @param padding zeros at either side, one for each dimension
   */
  record Convolution(
      String name, String input, String output, List<Integer> stride, List<Integer> padding)
      implements Layer {}

  /**
   * A batch norm over dimension 1.
   *
   * @param relu whether negative results become 0
   */
  record BatchNorm(String name, String input, String output, boolean relu) implements Layer {}

  /** The sum of two values, negative results set to 0. */
  record AddRelu(String input, String other, String output) implements Layer {}

  /**
   * Largest values of a square.
   *
   * @param stride steps over rows and columns
   */
  record MaxPool(String input, String output, int kernel, List<Integer> stride) implements Layer {}

  /**
   * Means over adaptive bins, a row for each clip and time step.
   *
   * <p>Video {@code [N, C, T, H, W]}: bands is 0, and the result {@code [N * steps, C]}. Audio
   * {@code [N, C, F, T]}: the result is {@code [N * steps, C * bands * columns / steps]}, by
   * channel, band, column.
   *
   * @param bands bins over the filters; 0 for video
   * @param columns bins over time
   * @param steps time steps, a divisor of the columns
   */
  record Rows(String input, String output, int bands, int columns, int steps) implements Layer {}

  /** Rows times a matrix, plus a bias. */
  record Linear(String name, String input, String output) implements Layer {}

  /**
   * Rows {@code [N * steps, E]} of unit length, divided by the root of the steps and joined to
   * {@code [N, steps * E]}.
   */
  record Unit(String input, String output, int steps) implements Layer {}

  /**
   * Symmetric InfoNCE.
   *
   * @param temperature parameter that holds the natural logarithm of the temperature
   */
  record InfoNce(String video, String audio, String temperature, String output) implements Layer {}

  /** The mean squared difference of two values. */
  record SquaredError(String input, String target, String output) implements Layer {}

  /** Returns whether the layer calculates a loss. */
  @JsonIgnore
  default boolean isLoss() {
    return this instanceof InfoNce || this instanceof SquaredError;
  }
}

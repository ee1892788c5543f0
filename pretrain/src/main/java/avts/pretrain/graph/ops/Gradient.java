package avts.pretrain.graph.ops;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The derivative of the loss with respect to one variable, if there is one.
 *
 * @param variable the derivative, of the shape of what it belongs to
 */
public record Gradient(Optional<SDVariable> variable) {

  /** The mark of a variable on which the loss does not depend. */
  public static final Gradient NONE = new Gradient(Optional.empty());

  /** Wraps a derivative. */
  public static Gradient of(SDVariable variable) {
    return new Gradient(Optional.of(variable));
  }

  /** Wraps all outputs of a gradient operation. */
  public static List<Gradient> all(SDVariable... variables) {
    return Stream.of(variables).map(Gradient::of).toList();
  }

  /**
   * Returns the derivative.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public SDVariable get() {
    return variable.orElseThrow();
  }
}

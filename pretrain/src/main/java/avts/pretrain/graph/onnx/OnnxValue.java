package avts.pretrain.graph.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What goes into a model or comes out of it: a float32 array.
 *
 * @param name its name in the model
 * @param shape length of each dimension: a positive number, or a word where it may be any
 */
public record OnnxValue(String name, List<String> shape) {

  /** The word for a number of examples that may be any. */
  public static final String BATCH = "batch";

  /** The word for a length in time that may be any. */
  public static final String TIME = "time";

  /** Checks the lengths. */
  public OnnxValue {
    shape = List.copyOf(shape);
    for (String length : shape) {
      checkArgument(
          length.matches("[1-9][0-9]*|[a-z]+"),
          "%s: a length is a positive number or a word, got \"%s\"",
          name,
          length);
    }
  }

  /** Returns whether a length is a number. */
  public static boolean isFixed(String length) {
    return Character.isDigit(length.charAt(0));
  }
}

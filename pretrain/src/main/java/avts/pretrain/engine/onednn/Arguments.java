package avts.pretrain.engine.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays of a primitive, by oneDNN's number of each. */
final class Arguments {
  private final Map<Integer, Tensor> tensors = new LinkedHashMap<>();

  /** Adds an array; null where the primitive has none of the kind. */
  Arguments with(int number, @Nullable Tensor tensor) {
    if (tensor != null) {
      tensors.put(number, tensor);
    }
    return this;
  }

  Map<Integer, Tensor> tensors() {
    return tensors;
  }
}

package avts.pretrain.checkpoint;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.ParameterInfo;
import java.util.List;

/**
 * A named array: a stretch of a flat vector that somebody else owns.
 *
 * @param name full name, such as {@code video.layer1.0.conv1.0.weight}
 * @param shape lengths in row-major order; empty for a single number
 * @param values the vector, not copied
 * @param offset index of the array's first value in it
 */
// An array component: a view handed to a writer, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record NamedTensor(String name, List<Integer> shape, float[] values, int offset) {

  /** Checks that the stretch lies inside the vector. */
  public NamedTensor {
    shape = List.copyOf(shape);
    int size = size(name, shape);
    checkArgument(
        offset >= 0 && size <= values.length - offset,
        "%s: values %s..%s are not inside a vector of %s",
        name,
        offset,
        (long) offset + size,
        values.length);
  }

  /** Returns the stretch of {@code vector} that {@code info} describes. */
  public static NamedTensor of(ParameterInfo info, float[] vector) {
    return new NamedTensor(info.name(), info.shape(), vector, info.offset());
  }

  /** Returns the number of values. */
  public int size() {
    return size(name, shape);
  }

  private static int size(String name, List<Integer> shape) {
    long size = 1;
    for (int length : shape) {
      checkArgument(length >= 0, "%s: lengths must not be negative, got %s", name, shape);
      size *= length;
      checkArgument(size <= Integer.MAX_VALUE, "%s: too many values in shape %s", name, shape);
    }
    return (int) size;
  }
}

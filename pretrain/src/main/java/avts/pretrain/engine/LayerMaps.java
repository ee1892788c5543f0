package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What one layer of an encoder gives for some clips.
 *
 * @param values the clips one after another, each of {@code shape}, last length fastest
 * @param shape channels, then time, height and width (video) or filters and windows (audio)
 */
// An array component: handed to the caller, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record LayerMaps(float[] values, List<Integer> shape) {

  /** Checks that the shape divides the values. */
  public LayerMaps {
    shape = List.copyOf(shape);
    checkArgument(
        shape.size() >= 2 && values.length % size(shape) == 0,
        "%s values are not clips of shape %s",
        values.length,
        shape);
  }

  /** Returns the number of channels. */
  public int channels() {
    return shape.get(0);
  }

  /** Returns the number of clips. */
  public int clips() {
    return values.length / size(shape);
  }

  /** Returns the number of places at which each channel has a value. */
  public int places() {
    return size(shape) / channels();
  }

  private static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}

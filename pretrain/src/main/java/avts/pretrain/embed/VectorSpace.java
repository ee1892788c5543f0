package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Where vectors come from. Only vectors of the same model and layer can be compared.
 *
 * @param model run and checkpoint, for people
 * @param weightsSha256 hash of the weights, which tells models of the same name apart
 * @param layer name of the layer, see {@link FeatureExtractor}
 * @param stream {@code video} or {@code audio}
 * @param size length of a vector, positive
 */
public record VectorSpace(
    String model, String weightsSha256, String layer, String stream, int size) {

  /** Checks the length. */
  public VectorSpace {
    checkArgument(size > 0, "vectors must have a positive length, got %s", size);
  }

  /**
   * Returns whether vectors of the two may be compared: the same weights and layer, and the same
   * stream unless the layer is the head, which brings both streams into one space.
   */
  public boolean comparableWith(VectorSpace other) {
    return weightsSha256.equals(other.weightsSha256)
        && layer.equals(other.layer)
        && size == other.size
        && (layer.equals(FeatureExtractor.HEAD) || stream.equals(other.stream));
  }

  /** Returns the space in words, for messages. */
  @Override
  public String toString() {
    return String.format(
        "model %s (weights %.12s), layer %s, %s, %d values",
        model, weightsSha256, layer, stream, size);
  }
}

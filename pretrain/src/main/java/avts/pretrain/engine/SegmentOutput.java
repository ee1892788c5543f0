package avts.pretrain.engine;

/**
 * What a network on segments makes of N examples.
 *
 * @param segments embeddings of the segments, {@code [N, S, E]}
 * @param whole embeddings of the examples, {@code [N, E]}
 * @param logits {@code [N, classes]}
 */
// Array components: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SegmentOutput(float[] segments, float[] whole, float[] logits) {
  /** Of networks without a teacher. */
  public static final SegmentOutput NOTHING =
      new SegmentOutput(new float[0], new float[0], new float[0]);
}

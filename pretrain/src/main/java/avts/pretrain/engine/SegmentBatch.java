package avts.pretrain.engine;

import java.util.List;

/**
 * Examples of a network on segments.
 *
 * @param size number N of examples
 * @param senses values of each branch, {@code [N, S, inputs]}; not copied
 * @param mask {@code [N, S]}, 1 for segments that count, 0 for padding; not copied
 */
// An array component: handed to the engine, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SegmentBatch(int size, List<float[]> senses, float[] mask) {

  /** Copies the list. */
  public SegmentBatch {
    senses = List.copyOf(senses);
  }

  /**
   * What the examples shall become.
   *
   * @param labels probability of each class, {@code [N, classes]}
   * @param teacher what a teacher makes of the same examples; read by students alone
   */
  // Array components: handed to the engine, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Targets(float[] labels, SegmentOutput teacher) {}
}

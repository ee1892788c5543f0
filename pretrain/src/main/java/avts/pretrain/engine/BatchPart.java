package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clips that one network runs at a time.
 *
 * @param video {@code [size, C, T, H, W]}
 * @param audio {@code [size, 1, filters, windows]}
 * @param size number of clips
 */
// Array components: handed to a network, never compared.
@SuppressWarnings("ArrayRecordComponent")
record BatchPart(float[] video, float[] audio, int size) {

  /**
   * Divides a batch among networks, in its order.
   *
   * @throws IllegalArgumentException if its clips do not come out even
   */
  static List<BatchPart> of(Batch batch, int replicas) {
    if (replicas == 1) {
      return List.of(new BatchPart(batch.video(), batch.audio(), batch.size()));
    }
    checkArgument(
        batch.size() % replicas == 0,
        "%s clips cannot be divided evenly among %s replicas: take a multiple of %s clips, or"
            + " fewer replicas",
        batch.size(),
        replicas,
        replicas);
    int size = batch.size() / replicas;
    return IntStream.range(0, replicas)
        .mapToObj(
            part ->
                new BatchPart(
                    slice(batch.video(), part, replicas),
                    slice(batch.audio(), part, replicas),
                    size))
        .toList();
  }

  private static float[] slice(float[] values, int part, int parts) {
    int length = values.length / parts;
    return Arrays.copyOfRange(values, part * length, (part + 1) * length);
  }
}

package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How training batches are made up and loaded.
 *
 * @param videosPerBatch files in a micro-batch, 1 to 4096
 * @param windowsPerVideo windows cut from each of them, 1 to 64; hard negatives need 2 at least
 * @param microBatches micro-batches in one optimiser step, whose loss is over all their clips, 1 to
 *     4096
 * @param passes how often an epoch visits each file, 1 to 100000
 * @param workers threads that load clips, 1 to 256
 * @param prefetch micro-batches loaded ahead, 1 to 256
 */
public record BatchConfig(
    int videosPerBatch,
    int windowsPerVideo,
    int microBatches,
    int passes,
    int workers,
    int prefetch) {

  /** Checks every range. */
  public BatchConfig {
    checkRange("videos_per_batch", videosPerBatch, 4096);
    checkRange("windows_per_video", windowsPerVideo, 64);
    checkRange("micro_batches", microBatches, 4096);
    checkRange("passes", passes, 100_000);
    checkRange("workers", workers, 256);
    checkRange("prefetch", prefetch, 256);
  }

  /** Returns the number of clips in a micro-batch. */
  public int clips() {
    return videosPerBatch * windowsPerVideo;
  }

  /** Returns the number of clips in an optimiser step. */
  public int stepClips() {
    return Math.multiplyExact(clips(), microBatches);
  }

  private static void checkRange(String key, int value, int max) {
    checkArgument(value >= 1 && value <= max, "%s must lie in 1..%s, got %s", key, max, value);
  }
}

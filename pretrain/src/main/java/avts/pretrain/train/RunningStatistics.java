package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

/** Follows the batch-norm statistics of training, as PyTorch with momentum 0.1. */
final class RunningStatistics {
  private static final float MOMENTUM = 0.1f;

  private RunningStatistics() {}

  /** Moves {@code running} towards {@code batch} in place. */
  static void update(float[] running, float[] batch) {
    checkArgument(
        running.length == batch.length,
        "expected %s statistics, got %s",
        running.length,
        batch.length);
    for (int i = 0; i < running.length; i++) {
      running[i] += MOMENTUM * (batch[i] - running[i]);
    }
  }
}

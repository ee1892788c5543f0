package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * The mean of the gradients and losses of micro-batches of one size.
 *
 * <p>For a loss that is a mean over pairs this is the gradient of the whole batch.
 */
final class GradientMean {
  private final float[] gradient;
  private double loss;
  private int count;

  GradientMean(int parameters) {
    gradient = new float[parameters];
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(gradient, 0);
    loss = 0;
    count = 0;
  }

  /** Adds the result of one micro-batch. */
  void add(MicroResult result) {
    float[] part = result.output().gradient();
    checkArgument(
        part.length == gradient.length,
        "expected %s derivatives, got %s",
        gradient.length,
        part.length);
    for (int i = 0; i < part.length; i++) {
      gradient[i] += part[i];
    }
    loss += result.output().loss();
    count++;
  }

  /** Number of micro-batches so far. */
  int count() {
    return count;
  }

  /** The mean loss. */
  double loss() {
    return loss / count;
  }

  /** Divides the sum by the number and returns it; owned by this object, valid until cleared. */
  float[] gradient() {
    if (count > 1) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= count;
      }
      loss /= count;
      count = 1;
    }
    return gradient;
  }
}

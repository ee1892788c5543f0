package avts.pretrain.train;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.FlatMean;
import avts.pretrain.engine.StepOutput;

/**
 * The mean of gradients, losses and statistics of micro-batches of one size.
 *
 * <p>For a loss that is a mean over pairs inside a micro-batch this is the gradient of the whole
 * batch.
 */
final class GradientMean {
  private final float[] gradient;
  private final FlatMean statistics;
  private final StepFigures.Accumulator figures = new StepFigures.Accumulator();
  private double loss;
  private int count;

  GradientMean(int parameters, int statistics) {
    gradient = new float[parameters];
    this.statistics = new FlatMean(statistics);
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
    statistics.add(result.output().batchStatistics());
    figures.add(result.figures());
    loss += result.output().loss();
    count++;
  }

  /** Divides the sums by the number of micro-batches, at least 1; to be called once, at the end. */
  MicroResult mean() {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= count;
    }
    return new MicroResult(
        new StepOutput(loss / count, gradient, statistics.mean()), figures.figures());
  }
}

package avts.pretrain.train;

/**
 * What one optimiser step gave.
 *
 * @param step number of the step, from 1
 * @param epoch the epoch it belongs to, from 0
 * @param stage the curriculum's stage, from 0
 * @param learningRate step size that was used
 * @param loss mean over the examples of all micro-batches
 * @param gradientNorm L2 norm of the gradient before clipping
 * @param figures accuracy, and what else the task measures
 * @param clips number of clips
 * @param nanos wall time of the step, waiting for data included
 * @param waitNanos part of it that was spent waiting for data
 */
public record StepResult(
    long step,
    int epoch,
    int stage,
    double learningRate,
    double loss,
    double gradientNorm,
    StepFigures figures,
    int clips,
    long nanos,
    long waitNanos) {

  /** Returns how many clips a second the step was worth. */
  public double clipsPerSecond() {
    return clips * 1e9 / nanos;
  }

  /** Returns the share of the wall time that was spent waiting for data, 0 to 1. */
  public double waitShare() {
    return (double) waitNanos / nanos;
  }

  /** Returns this result with another wall time. */
  StepResult withNanos(long newNanos) {
    return new StepResult(
        step, epoch, stage, learningRate, loss, gradientNorm, figures, clips, newNanos, waitNanos);
  }
}

package avts.pretrain.train.listener;

import avts.datasets.pair.NegativeMix;
import avts.datasets.progress.Progress;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import java.util.Locale;

/** Shows how far training has come: clips per second, time left, and how it goes. */
public final class ProgressDisplay implements TrainListener {
  // A running mean over about this many steps, so that a reader sees a trend and not the noise.
  private static final int SMOOTHING_STEPS = 20;

  private final Progress progress;
  private final int epochs;
  private final boolean negatives;
  private int steps;
  private double loss;
  private double accuracy;
  private double waitShare;

  /**
   * Creates the listener.
   *
   * @param progress counts clips, {@link #clipsLeft} of them in all; closed by its owner
   * @param epochs length of the whole training
   * @param negatives whether the mix of negatives is shown
   */
  public ProgressDisplay(Progress progress, int epochs, boolean negatives) {
    this.progress = progress;
    this.epochs = epochs;
    this.negatives = negatives;
  }

  /**
   * Returns how many clips training still has to see.
   *
   * @param state where it stands
   * @param epochs its length
   * @param clipsPerMicroBatch clips in a micro-batch
   */
  public static long clipsLeft(TrainState state, int epochs, int clipsPerMicroBatch) {
    long batches = (long) (epochs - state.epoch()) * state.microBatchesPerEpoch();
    return Math.max(0, batches - state.position().microBatch()) * clipsPerMicroBatch;
  }

  @Override
  public void afterStep(TrainState state, StepResult result) {
    steps++;
    loss = smooth(loss, result.loss());
    accuracy = smooth(accuracy, result.figures().accuracy());
    waitShare = smooth(waitShare, result.waitShare());
    progress.advance(result.clips());
    progress.note(
        String.format(
            Locale.ROOT,
            "epoch %d/%d%s, loss %.4f, accuracy %.0f %%, rate %.1e, waiting %.0f %%",
            result.epoch() + 1,
            epochs,
            negatives ? " " + mix(state.curriculum().mix()) : "",
            loss,
            100 * accuracy,
            result.learningRate(),
            100 * waitShare));
  }

  private double smooth(double mean, double value) {
    return mean + (value - mean) / Math.min(steps, SMOOTHING_STEPS);
  }

  /** The mix as a person says it: {@code easy} or {@code easy 75 hard 25}. */
  static String mix(NegativeMix mix) {
    StringBuilder text = new StringBuilder();
    append(text, "easy", mix.easy());
    append(text, "hard", mix.hard());
    append(text, "super-hard", mix.superHard());
    return text.toString().strip();
  }

  private static void append(StringBuilder text, String name, double share) {
    if (share > 0) {
      text.append(' ').append(name);
      if (share < 1) {
        text.append(' ').append(Math.round(100 * share));
      }
    }
  }
}

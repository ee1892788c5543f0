package avts.pretrain.doctor;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Gives an early word when nothing is being learned.
 *
 * <p>After every stretch of steps it asks two questions of the stretch's second half: is the mean
 * training loss below chance by more than twice its standard error, and are more than half of the
 * pairs told apart, by more than twice the standard error of a fair coin. Where neither holds, it
 * warns. A new stage of the curriculum begins a new stretch.
 */
public final class LearningWatch implements TrainListener {
  private static final double STANDARD_ERRORS = 2;

  private final double chance;
  private final int everySteps;
  private final Consumer<String> warn;
  private int stage;
  private int steps;
  private int counted;
  private double sum;
  private double squares;
  private double right;
  private long clips;

  /**
   * Creates the watch.
   *
   * @param chance loss of a network that has learned nothing; see {@link ChanceLevel}
   * @param everySteps length of a stretch, at least 10
   * @param warn takes each warning, one or two sentences
   */
  public LearningWatch(double chance, int everySteps, Consumer<String> warn) {
    checkArgument(everySteps >= 10, "everySteps must be at least 10, got %s", everySteps);
    this.chance = chance;
    this.everySteps = everySteps;
    this.warn = warn;
  }

  @Override
  public void afterStep(TrainState state, StepResult result) {
    if (result.stage() != stage) {
      stage = result.stage();
      clear();
    }
    steps++;
    if (steps > everySteps / 2) {
      counted++;
      sum += result.loss();
      squares += result.loss() * result.loss();
      right += result.figures().accuracy() * result.clips();
      clips += result.clips();
    }
    if (steps == everySteps) {
      judge(result);
      clear();
    }
  }

  private void judge(StepResult result) {
    double mean = sum / counted;
    double variance = Math.max(0, squares / counted - mean * mean);
    double lossError = Math.sqrt(variance / (counted - 1));
    double accuracy = right / clips;
    double accuracyError = Math.sqrt(0.25 / clips);
    boolean lossFell = mean < chance - STANDARD_ERRORS * lossError;
    boolean pairsToldApart = accuracy > 0.5 + STANDARD_ERRORS * accuracyError;
    if (!lossFell && !pairsToldApart) {
      warn.accept(
          String.format(
              Locale.ROOT,
              "nothing is being learned yet: over steps %d to %d the loss is %.4f +- %.4f where"
                  + " chance is %.4f, and %.1f %% of the pairs are told apart where chance is 50"
                  + " %%. Try another optimizer.learning_rate, easier negatives first (curriculum),"
                  + " or --overfit 8, which tells whether network and loss can learn at all",
              result.step() - counted + 1,
              result.step(),
              mean,
              lossError,
              chance,
              100 * accuracy));
    }
  }

  private void clear() {
    steps = 0;
    counted = 0;
    sum = 0;
    squares = 0;
    right = 0;
    clips = 0;
  }
}

package avts.pretrain.doctor;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchSource;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.TrainingConfig;
import avts.pretrain.train.Weights;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Learns a few clips by heart. A network, loss and optimiser that cannot do that are broken, and no
 * amount of data will mend them.
 */
public final class OverfitSelfTest {
  // What is left of chance when clips are known by heart.
  private static final double NEAR_ZERO = 0.05;

  private OverfitSelfTest() {}

  /**
   * What came of it.
   *
   * @param passed whether the loss came near zero with every pair told apart
   * @param steps optimiser steps made
   * @param loss the last epoch's mean loss
   * @param accuracy the last epoch's share of clips whose aligned pair is the closer one, 0..1
   * @param sentence the same for people, with advice where it failed
   */
  public record Verdict(
      boolean passed, long steps, double loss, double accuracy, String sentence) {}

  /**
   * The test's bounds.
   *
   * @param optimizer the run's own optimiser
   * @param chance loss of a network that has learned nothing; see {@link ChanceLevel}
   * @param epochs how often the clips may be shown, at least 1
   */
  public record Plan(OptimizerConfig optimizer, double chance, int epochs) {}

  /**
   * Trains {@code engine} on {@code batches} over and over.
   *
   * @param engine the network; holds the overfitted parameters afterwards
   * @param initial its initial values
   * @param batches the clips, cut without augmentation
   * @param plan the bounds
   * @throws InterruptedException if the thread was interrupted
   */
  public static Verdict run(StepEngine engine, Weights initial, List<Batch> batches, Plan plan)
      throws InterruptedException {
    checkArgument(!batches.isEmpty(), "the self-test needs at least one batch");
    Recipe recipe =
        new Recipe(
            new TrainingConfig(plan.epochs(), 0, 1, 1, 1, 1),
            plan.optimizer(),
            new ScheduleConfig(
                ScheduleConfig.Kind.CONSTANT,
                0,
                0.1,
                1,
                ScheduleConfig.StageChange.RESET,
                List.of(),
                0),
            new CurriculumConfig(
                CurriculumConfig.Advance.EPOCHS,
                1,
                List.of(new CurriculumConfig.Stage(plan.epochs(), 1, 0, 0))),
            1);
    SyncTask task = new SyncTask(engine, new Repeated(batches));
    StopSignal stop = new StopSignal();
    Judge judge = new Judge(batches.size(), plan.chance(), stop);
    TrainState state = new TrainState(task, recipe, initial);
    try {
      new Trainer(task, recipe, state, List.of(judge), stop).run();
    } catch (MediaException | IOException | DivergenceException e) {
      throw new IllegalStateException("batches in memory cannot fail to be read", e);
    }
    return judge.verdict(batches.stream().mapToInt(Batch::size).sum());
  }

  /** Judges each pass over the clips. */
  private static final class Judge implements TrainListener {
    private final int stepsPerEpoch;
    private final double chance;
    private final StopSignal stop;
    private double lossSum;
    private double accuracySum;
    private double loss;
    private double accuracy;
    private long steps;
    private boolean passed;

    Judge(int stepsPerEpoch, double chance, StopSignal stop) {
      this.stepsPerEpoch = stepsPerEpoch;
      this.chance = chance;
      this.stop = stop;
    }

    @Override
    public void afterStep(TrainState state, StepResult result) {
      steps = result.step();
      lossSum += result.loss();
      accuracySum += result.figures().accuracy();
      if (!Double.isFinite(result.loss())) {
        loss = result.loss();
        stop.request();
      } else if (steps % stepsPerEpoch == 0) {
        loss = lossSum / stepsPerEpoch;
        accuracy = accuracySum / stepsPerEpoch;
        lossSum = 0;
        accuracySum = 0;
        passed = loss <= NEAR_ZERO * chance && accuracy == 1;
        if (passed) {
          stop.request();
        }
      }
    }

    Verdict verdict(int clips) {
      String figures =
          String.format(
              Locale.ROOT,
              "after %d steps on %d clips the loss is %.4f (chance %.4f) and %.0f %% of the pairs "
                  + "are told apart",
              steps,
              clips,
              loss,
              chance,
              100 * accuracy);
      String sentence =
          passed
              ? "Self-test passed: " + figures + ". Network, loss and optimiser can learn."
              : "Self-test FAILED: "
                  + figures
                  + ". Try another optimizer.learning_rate first; if no rate works, network, loss "
                  + "or features are broken, and more data will not help.";
      return new Verdict(passed, steps, loss, accuracy, sentence);
    }
  }

  private record Repeated(List<Batch> batches) implements SyncTask.Epochs {

    @Override
    public int batchesPerEpoch() {
      return batches.size();
    }

    @MustBeClosed
    @Override
    public BatchSource<Batch> open(int epoch, NegativeMix mix, int first) {
      return BatchSource.of(batches.subList(first, batches.size()).iterator());
    }
  }
}

package avts.pretrain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.Batch;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairKind;
import avts.pretrain.engine.PairOutput;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.ToyEpochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final NegativeMix EASY = new NegativeMix(1, 0, 0);

  /** Keeps every step. */
  private static final class Recorder implements TrainListener {
    private final List<StepResult> steps = new ArrayList<>();
    private final List<EpochResult> epochs = new ArrayList<>();

    @Override
    public void afterStep(TrainState state, StepResult result) {
      steps.add(result);
    }

    @Override
    public void afterEpoch(TrainState state, EpochResult result) {
      epochs.add(result);
    }
  }

  private static TrainState train(Recipe recipe, ToyEpochs data, TrainListener listener)
      throws Exception {
    try (LinearTowers engine = new LinearTowers()) {
      SyncTask task = new SyncTask(engine, data);
      TrainState state = new TrainState(task, recipe, LinearTowers.initial(1));
      StopReason reason =
          new Trainer(task, recipe, state, List.of(listener), new StopSignal()).run();
      assertEquals(StopReason.FINISHED, reason);
      return state;
    }
  }

  @Test
  void learnsTheToyTask() throws Exception {
    Recorder recorder = new Recorder();
    Recipe recipe = Recipes.curriculum(4, 1);
    TrainState state = train(recipe, new ToyEpochs(1, 50, 16), recorder);
    assertEquals(200, state.step());
    assertEquals(4, state.epoch());
    assertEquals(16, recorder.steps.get(0).clips());
    assertTrue(recorder.epochs.get(1).loss() < 0.5 * recorder.steps.get(0).loss());
    assertTrue(recorder.steps.get(99).figures().accuracy() > 0.9);
    assertEquals(List.of(0, 0, 1, 1), recorder.epochs.stream().map(EpochResult::stage).toList());
    assertTrue(recorder.epochs.get(1).stageEnded());
    assertTrue(recorder.steps.get(150).figures().groups().containsKey("hard"));
  }

  @Test
  void epochLossIsTheMeanOfItsSteps() throws Exception {
    Recorder recorder = new Recorder();
    train(Recipes.curriculum(1, 2), new ToyEpochs(1, 10, 4), recorder);
    assertEquals(5, recorder.steps.size());
    double mean = recorder.steps.stream().mapToDouble(StepResult::loss).average().orElseThrow();
    assertEquals(mean, recorder.epochs.get(0).loss(), 1e-15);
  }

  @Test
  void accumulatedGradientIsThatOfTheWholeBatch() throws Exception {
    ToyEpochs data = new ToyEpochs(9, 4, 6);
    try (LinearTowers engine = new LinearTowers();
        MicroBatches batches = new SyncTask(engine, data).open(0, EASY, 0)) {
      Weights weights = LinearTowers.initial(2);
      engine.load(weights.parameters(), weights.statistics());
      MicroResult mean = batches.next(4);
      List<Batch> parts = IntStream.range(0, 4).mapToObj(n -> data.batch(0, EASY, n)).toList();
      PairOutput whole = engine.step(parts);
      assertEquals(whole.loss(), mean.output().loss(), 1e-7);
      assertArrayEquals(whole.gradient(), mean.output().gradient(), 1e-6f);
      assertArrayEquals(whole.batchStatistics(), mean.output().batchStatistics(), 1e-6f);
      assertEquals(24, mean.figures().clips());
      assertFalse(batches.hasNext());
    }
  }

  @Test
  void oneStepIsTheTextbooks() throws Exception {
    Recipe recipe = Recipes.curriculum(1, 1);
    TrainState state = train(recipe, new ToyEpochs(4, 1, 8), new Recorder());
    try (LinearTowers engine = new LinearTowers()) {
      Weights weights = LinearTowers.initial(1);
      engine.load(weights.parameters(), weights.statistics());
      PairOutput output = engine.step(new ToyEpochs(4, 1, 8).batch(0, EASY, 0));
      double norm = 0;
      for (float g : output.gradient()) {
        norm += g * g;
      }
      double scale = Math.min(1, recipe.optimizer().clipNorm() / (Math.sqrt(norm) + 1e-6));
      for (int i = 0; i < weights.parameters().length; i++) {
        boolean bias = (i >= 24 && i < 28) || i >= 48;
        double decay = bias ? 0 : 1e-4 * weights.parameters()[i];
        double expected = weights.parameters()[i] - 0.1 * (scale * output.gradient()[i] + decay);
        assertEquals(expected, state.parameters()[i], 1e-6, "parameter " + i);
      }
      for (int i = 0; i < LinearTowers.VIDEO; i++) {
        assertEquals(0.1f * output.batchStatistics()[i], state.statistics()[i], 1e-7);
      }
    }
  }

  @Test
  void adamLearnsToo() throws Exception {
    Recorder recorder = new Recorder();
    Recipe recipe =
        Recipes.with(Recipes.curriculum(2, 1), Recipes.optimizer(OptimizerConfig.Kind.ADAM, 0.02));
    train(recipe, new ToyEpochs(1, 50, 16), recorder);
    assertTrue(recorder.epochs.get(1).loss() < 0.5 * recorder.steps.get(0).loss());
  }

  @Test
  void endsAtTheTimeLimitAndOnRequest() throws Exception {
    Recipe slow = Recipes.curriculum(1000, 1);
    Recipe limited =
        new Recipe(
            new TrainingConfig(1000, 1e-4, 1, 5, 2, 2),
            slow.optimizer(),
            slow.schedule(),
            slow.curriculum(),
            1);
    try (LinearTowers engine = new LinearTowers()) {
      SyncTask task = new SyncTask(engine, new ToyEpochs(1, 1000, 16));
      TrainState state = new TrainState(task, limited, LinearTowers.initial(1));
      assertEquals(
          StopReason.TIME_LIMIT,
          new Trainer(task, limited, state, List.of(), new StopSignal()).run());
      assertTrue(state.position().nanos() >= 6_000_000);
      StopSignal stop = new StopSignal();
      TrainListener third =
          new TrainListener() {
            @Override
            public void afterStep(TrainState at, StepResult result) {
              if (result.step() == 3) {
                stop.request();
              }
            }
          };
      TrainState other = new TrainState(task, slow, LinearTowers.initial(1));
      assertEquals(
          StopReason.INTERRUPTED, new Trainer(task, slow, other, List.of(third), stop).run());
      assertEquals(3, other.step());
    }
  }

  @Test
  void pairFiguresCountTiesAsHalf() {
    StepFigures first =
        PairFigures.of(
            new PairOutput(
                new StepOutput(0, new float[0], new float[0]),
                new float[] {1, 2, 3, 4},
                new float[] {2, 2, 1, 5}),
            List.of(PairKind.EASY, PairKind.EASY, PairKind.HARD, PairKind.HARD));
    assertEquals(group(2, 1.5, 2, 0.75), first.groups().get("easy"));
    assertEquals(group(2, 3.5, 3, 0.5), first.groups().get("hard"));
    assertEquals(0.625, first.accuracy());
    StepFigures second =
        PairFigures.of(
            new PairOutput(
                new StepOutput(0, new float[0], new float[0]), new float[] {4}, new float[] {6}),
            List.of(PairKind.HARD));
    StepFigures.Accumulator both = new StepFigures.Accumulator();
    both.add(first);
    both.add(second);
    assertEquals(5, both.clips());
    assertEquals(group(3, 11.0 / 3, 4, 2.0 / 3), both.figures().groups().get("hard"));
  }

  private static StepFigures.Group group(
      int clips, double positive, double negative, double accuracy) {
    return new StepFigures.Group(
        clips,
        Map.of(
            PairFigures.POSITIVE_DISTANCE,
            positive,
            PairFigures.NEGATIVE_DISTANCE,
            negative,
            StepFigures.ACCURACY,
            accuracy));
  }
}

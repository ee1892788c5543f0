package avts.pretrain.train.listener;

import static avts.pretrain.testing.Refusals.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.NegativeMix;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.ToyEpochs;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.ForwardingBatches;
import avts.pretrain.train.ForwardingTask;
import avts.pretrain.train.MicroBatches;
import avts.pretrain.train.MicroResult;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.Start;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.Weights;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
  @TempDir Path folder;

  @Test
  void metricsHoldTheFiguresOfEachStep() throws Exception {
    ToyRun.train(folder, new StopSignal(), new TrainListener() {});
    List<JsonNode> lines = ToyRun.metrics(folder);
    JsonNode first = lines.get(0);
    assertEquals("step", first.get("type").asText());
    assertEquals(1, first.get("step").asLong());
    assertEquals(0, first.get("epoch").asInt());
    assertEquals(0.1, first.get("learning_rate").asDouble());
    assertEquals(8, first.get("easy").get("clips").asInt());
    assertTrue(first.get("gradient_norm").asDouble() > 0);
    assertTrue(first.get("clips_per_second").asDouble() > 0);
    assertTrue(first.get("data_wait_share").asDouble() >= 0);
    assertTrue(lines.stream().anyMatch(line -> line.has("hard")));
    List<JsonNode> epochs =
        lines.stream().filter(line -> line.get("type").asText().equals("epoch")).toList();
    assertEquals(ToyRun.EPOCHS, epochs.size());
    assertTrue(epochs.get(1).get("stage_ended").asBoolean());
    List<JsonNode> evaluations =
        lines.stream().filter(line -> line.get("type").asText().equals("evaluation")).toList();
    assertEquals(3, evaluations.size()); // after epochs 2 and 4, and at the end
    assertEquals(0.5, evaluations.get(0).get("evaluation").get("hard.accuracy").asDouble());
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertTrue(first.get("resident_bytes").asLong() > 10_000_000);
    }
  }

  /** Gives NaN from one step on. */
  private static final class Diverging extends ForwardingTask {
    private final int goodSteps;
    private int steps;

    Diverging(SyncTask task, int goodSteps) {
      super(task);
      this.goodSteps = goodSteps;
    }

    @Override
    protected MicroBatches around(MicroBatches batches) {
      return new ForwardingBatches(batches) {
        @Override
        protected MicroResult change(MicroResult result) {
          if (steps++ < goodSteps) {
            return result;
          }
          StepOutput output = result.output();
          return new MicroResult(
              new StepOutput(Double.NaN, output.gradient(), output.batchStatistics()),
              result.figures());
        }
      };
    }
  }

  @Test
  void divergenceEndsTheRunWithTheLastGoodCheckpoint() throws IOException {
    Recipe recipe = Recipes.curriculum(3, 1);
    CheckpointStore store = new CheckpointStore(folder, 2);
    try (LinearTowers engine = new LinearTowers()) {
      Diverging task = new Diverging(new SyncTask(engine, new ToyEpochs(1, 10, 4)), 17);
      TrainState state = new TrainState(task, recipe, LinearTowers.initial(1));
      Trainer trainer =
          new Trainer(
              task,
              recipe,
              state,
              List.of(new DivergenceGuard(store), new CheckpointWriter(store, 5)),
              new StopSignal());
      String message = message(DivergenceException.class, trainer::run);
      assertTrue(message.contains("step 18 (epoch 1"), message);
      assertTrue(message.contains("step-15"), message);
      assertTrue(message.contains("optimizer.learning_rate"), message);
      for (float value : state.parameters()) {
        assertTrue(Float.isFinite(value));
      }
    }
  }

  @Test
  void initialisesOneTowerAndKeepsTheOther() throws IOException {
    Recipe recipe = Recipes.curriculum(3, 1);
    CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"), 2);
    try (LinearTowers engine = new LinearTowers()) {
      SyncTask task = new SyncTask(engine, new ToyEpochs(1, 10, 4));
      Weights trained = LinearTowers.initial(8);
      Arrays.fill(trained.statistics(), 0.25f);
      store.save(avts.pretrain.train.StateFile.checkpoint(new TrainState(task, recipe, trained)));
      Weights own = LinearTowers.initial(9);
      TrainState state =
          new Start.InitializeFrom(folder, List.of("audio.")).state(task, recipe, own);
      for (int i = 0; i < own.parameters().length; i++) {
        Weights expected = i < 28 ? own : trained;
        assertEquals(expected.parameters()[i], state.parameters()[i], "parameter " + i);
      }
      assertEquals(0f, state.statistics()[0]);
      assertEquals(0, state.step());
      Weights read = Weights.read(folder, task.parameters(), task.statistics());
      assertEquals(0.25f, read.statistics()[0]);
      String message =
          message(
              IOException.class,
              () -> new Start.InitializeFrom(folder, List.of("face.")).state(task, recipe, own));
      assertTrue(message.contains("holds nothing for [face.]"), message);
    }
  }

  @Test
  void mixesReadLikeWords() {
    assertEquals("easy", ProgressDisplay.mix(new NegativeMix(1, 0, 0)));
    assertEquals("easy 75 hard 25", ProgressDisplay.mix(new NegativeMix(0.75, 0.25, 0)));
    assertEquals("super-hard", ProgressDisplay.mix(new NegativeMix(0, 0, 1)));
  }

  @Test
  void clipsLeftCountTheRestOfTheEpoch() {
    Recipe recipe = Recipes.curriculum(3, 1);
    try (LinearTowers engine = new LinearTowers()) {
      TrainState state =
          new TrainState(
              new SyncTask(engine, new ToyEpochs(1, 10, 4)), recipe, LinearTowers.initial(1));
      assertEquals(120, ProgressDisplay.clipsLeft(state, 3, 4));
    }
  }
}

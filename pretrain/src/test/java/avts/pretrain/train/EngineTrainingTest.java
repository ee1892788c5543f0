package avts.pretrain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchSource;
import avts.datasets.clip.Window;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairKind;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.doctor.ChanceLevel;
import avts.pretrain.doctor.OverfitSelfTest;
import avts.pretrain.engine.EngineConfig;
import avts.pretrain.engine.PairOutput;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.testing.Recipes;
import avts.pretrain.train.listener.CheckpointWriter;
import com.google.errorprone.annotations.MustBeClosed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer on the real engine, with a network small enough for a test. */
class EngineTrainingTest {
  private static final InputShape INPUT = new InputShape(1, 4, 10, 12, 9, 12);
  private static final LossConfig LOSS =
      new LossConfig(LossConfig.Kind.MARGIN, 0.99, LossConfig.Normalise.L2_HALF, 0.1, false, 8);
  private static final NetworkConfig NETWORK =
      new NetworkConfig(
          new NetworkConfig.Video(NetworkConfig.Arch.MC3_18, 0.06, false, 2),
          new NetworkConfig.Audio(0.06, 1),
          new NetworkConfig.Head(16, 8, 1),
          1e-5);
  private static final SameDiffEngine.Model MODEL =
      SameDiffEngine.Model.training(NETWORK, LOSS, INPUT);

  /** A loss over all micro-batches of a step, each divided among two networks. */
  private static final SameDiffEngine.Model REPLICAS =
      new SameDiffEngine.Model(
          NETWORK,
          new LossConfig(LossConfig.Kind.INFONCE, 1, LossConfig.Normalise.L2, 0.1, true, 8),
          INPUT,
          EngineConfig.standard().withReplicas(2));

  @TempDir Path folder;

  /** Noise clips, the same ones for the same epoch and number. */
  private static final class Noise implements SyncTask.Epochs {

    @Override
    public int batchesPerEpoch() {
      return 4;
    }

    @MustBeClosed
    @Override
    public BatchSource<Batch> open(int epoch, NegativeMix mix, int first) {
      return BatchSource.of(
          IntStream.range(first, batchesPerEpoch())
              .mapToObj(index -> batch(4, 100L * epoch + index))
              .iterator());
    }
  }

  private static Batch batch(int clips, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] video = new float[clips * INPUT.videoSize()];
    float[] audio = new float[clips * INPUT.audioSize()];
    for (int i = 0; i < video.length; i++) {
      video[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < audio.length; i++) {
      audio[i] = (float) random.nextGaussian();
    }
    return new Batch(
        video,
        audio,
        Collections.nCopies(clips, new Window(0, 0, 0)),
        IntStream.range(0, clips).map(i -> (i + 1) % clips).toArray(),
        Collections.nCopies(clips, PairKind.EASY));
  }

  private static Weights initial(SameDiffEngine engine) {
    return new Weights(
        engine.initialParameters(new SplittableRandom(1)),
        engine.initialStatistics(new SplittableRandom(1)));
  }

  /** Trains until {@code lastStep} in an engine of its own and returns the state. */
  private TrainState train(
      SameDiffEngine.Model model, Start start, long lastStep, List<Double> losses)
      throws Exception {
    Recipe recipe = Recipes.curriculum(3, 2);
    StopSignal stop = new StopSignal();
    TrainListener recorder =
        new TrainListener() {
          @Override
          public void afterStep(TrainState state, StepResult result) {
            losses.add(result.loss());
            if (result.step() == lastStep) {
              stop.request();
            }
          }
        };
    try (SameDiffEngine engine = new SameDiffEngine(model)) {
      SyncTask task = new SyncTask(engine, new Noise());
      TrainState state = start.state(task, recipe, initial(engine));
      CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"), 1);
      new Trainer(task, recipe, state, List.of(recorder, new CheckpointWriter(store, 1000)), stop)
          .run();
      return state;
    }
  }

  @Test
  void resumesToTheBit() throws Exception {
    resumesToTheBit(MODEL);
  }

  @Test
  void resumesToTheBitWithReplicas() throws Exception {
    resumesToTheBit(REPLICAS);
  }

  private void resumesToTheBit(SameDiffEngine.Model model) throws Exception {
    List<Double> wholeLosses = new ArrayList<>();
    TrainState whole = train(model, new Start.Fresh(), 100, wholeLosses);
    assertEquals(6, whole.step());
    List<Double> losses = new ArrayList<>();
    train(model, new Start.Fresh(), 3, losses);
    Path checkpoint = folder.resolve("checkpoints").resolve("step-3");
    TrainState resumed = train(model, new Start.Resume(checkpoint), 100, losses);
    assertEquals(wholeLosses, losses);
    assertArrayEquals(whole.parameters(), resumed.parameters());
    assertArrayEquals(whole.statistics(), resumed.statistics());
  }

  @Test
  void aLossThatComparesClipsIsOverAllMicroBatchesOfAStep() throws Exception {
    List<Double> losses = new ArrayList<>();
    TrainState state = train(REPLICAS, new Start.Fresh(), 1, losses);
    try (SameDiffEngine engine = new SameDiffEngine(REPLICAS)) {
      Weights weights = initial(engine);
      engine.load(weights.parameters(), weights.statistics());
      PairOutput output = engine.step(List.of(batch(4, 0), batch(4, 1)));
      assertEquals(output.loss(), losses.get(0));
      float[] running = weights.statistics();
      RunningStatistics.update(running, output.batchStatistics());
      assertArrayEquals(running, state.statistics());
    }
  }

  @Test
  void savedWeightsGiveTheSameEmbeddings() throws Exception {
    TrainState state = train(MODEL, new Start.Fresh(), 2, new ArrayList<>());
    Batch probe = batch(2, 77);
    try (SameDiffEngine engine = new SameDiffEngine(MODEL)) {
      engine.load(state.parameters(), state.statistics());
      float[] expected = engine.embedVideo(probe.video(), 2);
      Weights weights = Weights.read(folder, engine.parameters(), engine.statistics());
      engine.load(weights.parameters(), weights.statistics());
      assertArrayEquals(expected, engine.embedVideo(probe.video(), 2));
    }
  }

  @Test
  void learnsFourClipsByHeart() throws InterruptedException {
    OverfitSelfTest.Plan plan =
        new OverfitSelfTest.Plan(
            Recipes.optimizer(OptimizerConfig.Kind.ADAM, 3e-3), ChanceLevel.of(LOSS, 4), 300);
    try (SameDiffEngine engine = new SameDiffEngine(MODEL)) {
      OverfitSelfTest.Verdict verdict =
          OverfitSelfTest.run(engine, initial(engine), List.of(batch(4, 5)), plan);
      assertTrue(verdict.passed(), verdict.sentence());
    }
  }
}

package avts.distill.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.ClipSource;
import avts.datasets.batch.SoundLoader;
import avts.datasets.clip.Window;
import avts.datasets.random.Seeds;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.engine.TowerImitator;
import avts.pretrain.loss.EmbeddingDistance.Kind;
import avts.pretrain.loss.EmbeddingLossConfig;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.Start;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.TrainingConfig;
import avts.pretrain.train.Weights;
import avts.pretrain.train.listener.CheckpointWriter;
import com.google.common.primitives.Floats;
import com.google.errorprone.annotations.MustBeClosed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real trainer and engine on noise clips, with a teacher that is not trained. */
final class ImitationTaskTest {
  private static final InputShape INPUT = new InputShape(1, 4, 10, 12, 9, 12);
  private static final LossConfig LOSS =
      new LossConfig(LossConfig.Kind.INFONCE, 0.99, LossConfig.Normalise.L2, 0.1, true, 8);
  private static final int CLIPS = 16;
  private static final int PER_BATCH = 4;

  @TempDir Path folder;

  private static NetworkConfig network(double audioWidth) {
    return new NetworkConfig(
        new NetworkConfig.Video(NetworkConfig.Arch.MC3_18, 0.06, false, 2),
        new NetworkConfig.Audio(audioWidth, 1),
        new NetworkConfig.Head(12, 6, 2),
        1e-5);
  }

  private static SameDiffEngine teacher(double audioWidth) {
    return new SameDiffEngine(SameDiffEngine.Model.training(network(audioWidth), LOSS, INPUT));
  }

  /** Noise that is the same for the same window, whatever was read before. */
  private static final class Noise implements ClipSource, ClipSource.Reader {

    @Override
    public int videoLength() {
      return INPUT.videoSize();
    }

    @Override
    public int audioLength() {
      return INPUT.audioSize();
    }

    @MustBeClosed
    @Override
    public Reader open(int file) {
      return this;
    }

    @Override
    public void readVideo(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset) {
      fill(new SplittableRandom(100 + window.file()), target, offset, videoLength());
    }

    @Override
    public void readAudio(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset) {
      fill(new SplittableRandom(window.file()), target, offset, audioLength());
    }

    private static void fill(RandomGenerator random, float[] target, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        target[i] = (float) random.nextGaussian();
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static final List<Window> WINDOWS =
      IntStream.range(0, CLIPS).mapToObj(file -> new Window(file, 0, 0)).toList();

  private static float[] pictures() {
    float[] video = new float[CLIPS * INPUT.videoSize()];
    WINDOWS.forEach(
        window -> new Noise().readVideo(window, null, video, window.file() * INPUT.videoSize()));
    return video;
  }

  private static void initialise(SameDiffEngine engine) {
    engine.load(
        engine.initialParameters(new SplittableRandom(1)),
        engine.initialStatistics(new SplittableRandom(2)));
  }

  /** Trains a narrower student until {@code lastStep} and returns its state. */
  private TrainState train(Start start, int epochs, long lastStep, List<Double> losses)
      throws Exception {
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
    TowerImitator.Model model =
        new TowerImitator.Model(
            network(0.04),
            LOSS.normalise(),
            INPUT,
            Tower.AUDIO,
            new EmbeddingLossConfig(Kind.COSINE, 1, 0.2, 0.1));
    try (SameDiffEngine engine = teacher(0.06);
        TowerImitator student = new TowerImitator(model)) {
      initialise(engine);
      FrozenParts frozen =
          FrozenParts.of(
              engine, name -> !name.startsWith("audio.") && !name.startsWith("head.audio."));
      ImitationTask task =
          new ImitationTask(
              student,
              frozen,
              new SoundLoader(
                  WINDOWS, new Noise(), new SoundLoader.Size(PER_BATCH, 2, 2), new Seeds(1)),
              new Embeddings(engine.embedVideo(pictures(), CLIPS), engine.embeddingSize()));
      Weights initial =
          new Weights(
              student.initialParameters(new SplittableRandom(3)),
              Floats.concat(student.initialStatistics(new SplittableRandom(4)), frozen.values()));
      TrainState state = start.state(task, recipe(epochs), initial);
      CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"), 1);
      new Trainer(
              task,
              recipe(epochs),
              state,
              List.of(recorder, new CheckpointWriter(store, 1000)),
              stop)
          .run();
      return state;
    }
  }

  private static Recipe recipe(int epochs) {
    return new Recipe(
        new TrainingConfig(epochs, 0, 1, 1000, 1, 1),
        new OptimizerConfig(OptimizerConfig.Kind.ADAM, 3e-3, 0.9, 1e-4, 0.9, 0.999, 1e-8, 5),
        new ScheduleConfig(
            ScheduleConfig.Kind.COSINE, 0, 0.1, 5, ScheduleConfig.StageChange.RESET, List.of(), 0),
        CurriculumConfig.none(epochs),
        1);
  }

  @Test
  void resumesToTheBit() throws Exception {
    List<Double> wholeLosses = new ArrayList<>();
    TrainState whole = train(new Start.Fresh(), 2, 100, wholeLosses);
    assertEquals(8, whole.step());
    List<Double> losses = new ArrayList<>();
    train(new Start.Fresh(), 2, 3, losses);
    Path checkpoint = folder.resolve("checkpoints").resolve("step-3");
    TrainState resumed = train(new Start.Resume(checkpoint), 2, 100, losses);
    assertEquals(wholeLosses, losses);
    assertArrayEquals(whole.parameters(), resumed.parameters());
    assertArrayEquals(whole.statistics(), resumed.statistics());
  }

  /** A checkpoint fills a whole two-tower network, whose pictures are the teacher's to the bit. */
  @Test
  void checkpointsHoldTheTeachersPicturesUnchanged() throws Exception {
    List<Double> losses = new ArrayList<>();
    train(new Start.Fresh(), 40, 1000, losses);
    double first = losses.subList(0, 4).stream().mapToDouble(loss -> loss).average().orElseThrow();
    double last =
        losses.subList(losses.size() - 4, losses.size()).stream()
            .mapToDouble(loss -> loss)
            .average()
            .orElseThrow();
    assertTrue(last < first / 2, "from " + first + " to " + last);
    try (SameDiffEngine engine = teacher(0.06);
        SameDiffEngine student = teacher(0.04)) {
      initialise(engine);
      Weights weights = Weights.read(folder, student.parameters(), student.statistics());
      student.load(weights.parameters(), weights.statistics());
      assertArrayEquals(
          engine.embedVideo(pictures(), CLIPS), student.embedVideo(pictures(), CLIPS));
    }
  }
}

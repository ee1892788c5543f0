package avts.pretrain.train;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchSource;
import avts.datasets.clip.Window;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairKind;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.testing.Recipes;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three thousand steps in the memory of five hundred. */
@Tag("slow")
class FlatMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 3100;
  private static final int CLIPS = 8;
  private static final InputShape INPUT = new InputShape(1, 8, 24, 24, 20, 40);

  /** Fresh arrays for every batch, as a loader makes them. */
  private record Noise(int batchesPerEpoch) implements SyncTask.Epochs {

    @MustBeClosed
    @Override
    public BatchSource<Batch> open(int epoch, NegativeMix mix, int first) {
      SplittableRandom random = new SplittableRandom(epoch);
      return BatchSource.of(
          Stream.generate(() -> batch(random)).limit(batchesPerEpoch - (long) first).iterator());
    }

    private static Batch batch(SplittableRandom random) {
      return new Batch(
          noise(random, CLIPS * INPUT.videoSize()),
          noise(random, CLIPS * INPUT.audioSize()),
          Collections.nCopies(CLIPS, new Window(0, 0, 0)),
          IntStream.range(0, CLIPS).map(i -> (i + 1) % CLIPS).toArray(),
          Collections.nCopies(CLIPS, PairKind.EASY));
    }

    private static float[] noise(SplittableRandom random, int length) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      return values;
    }
  }

  private static double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException(STATUS + " has no VmRSS");
  }

  @Test
  void residentMemoryStaysFlat() throws Exception {
    assumeTrue(Files.isReadable(STATUS), "needs /proc");
    SameDiffEngine.Model model =
        SameDiffEngine.Model.training(
            new NetworkConfig(
                new NetworkConfig.Video(NetworkConfig.Arch.MC3_18, 0.125, true, 2),
                new NetworkConfig.Audio(0.125, 2),
                new NetworkConfig.Head(32, 16, 1),
                1e-5),
            new LossConfig(
                LossConfig.Kind.MARGIN, 0.99, LossConfig.Normalise.L2_HALF, 0.1, false, 8),
            INPUT);
    List<Double> early = new ArrayList<>();
    List<Double> late = new ArrayList<>();
    TrainListener recorder =
        new TrainListener() {
          @Override
          public void afterStep(TrainState state, StepResult result) throws IOException {
            long step = result.step();
            if (step % 10 == 0 && step >= 400 && step <= 600) {
              early.add(residentMegabytes());
            } else if (step % 10 == 0 && step >= 2900) {
              late.add(residentMegabytes());
            }
          }
        };
    try (SameDiffEngine engine = new SameDiffEngine(model)) {
      Recipe recipe = Recipes.curriculum(STEPS / 100, 1);
      SyncTask task = new SyncTask(engine, new Noise(100));
      TrainState state =
          new TrainState(
              task,
              recipe,
              new Weights(
                  engine.initialParameters(new SplittableRandom(1)),
                  engine.initialStatistics(new SplittableRandom(1))));
      new Trainer(task, recipe, state, List.of(recorder), new StopSignal()).run();
    }
    double before = median(early);
    double after = median(late);
    assertTrue(
        after <= 1.02 * before, "resident memory grew from " + before + " to " + after + " MB");
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}

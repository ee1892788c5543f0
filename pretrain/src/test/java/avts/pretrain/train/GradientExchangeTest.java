package avts.pretrain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchSource;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.ToyEpochs;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Where several machines would put their gradients together: a task between network and trainer
 * that replaces the flat gradient by the mean of all.
 */
class GradientExchangeTest {
  private static final ToyEpochs DATA = new ToyEpochs(3, 24, 8);

  /** Every other micro-batch, for one of two machines. */
  private record Half(int machine) implements SyncTask.Epochs {

    @Override
    public int batchesPerEpoch() {
      return DATA.batchesPerEpoch() / 2;
    }

    @MustBeClosed
    @Override
    public BatchSource<Batch> open(int epoch, NegativeMix mix, int first) {
      return BatchSource.of(
          IntStream.range(first, batchesPerEpoch())
              .mapToObj(index -> DATA.batch(epoch, mix, 2 * index + machine))
              .iterator());
    }
  }

  /** A task whose steps are the mean of two machines'; the first machine's comes first. */
  private static final class Exchanged extends ForwardingTask {
    private final int machine;
    private final Exchanger<MicroResult> line;

    Exchanged(TrainingTask own, int machine, Exchanger<MicroResult> line) {
      super(own);
      this.machine = machine;
      this.line = line;
    }

    @Override
    protected MicroBatches around(MicroBatches batches) {
      return new ForwardingBatches(batches) {
        @Override
        protected MicroResult change(MicroResult mine) throws InterruptedException {
          MicroResult other = line.exchange(mine);
          GradientMean mean =
              new GradientMean(
                  mine.output().gradient().length, mine.output().batchStatistics().length);
          mean.add(machine == 0 ? mine : other);
          mean.add(machine == 0 ? other : mine);
          return mean.mean();
        }
      };
    }
  }

  private static TrainState train(TrainingTask task, int microBatches, List<Double> losses)
      throws Exception {
    Recipe recipe = Recipes.curriculum(3, microBatches);
    TrainListener recorder =
        new TrainListener() {
          @Override
          public void afterStep(TrainState state, StepResult result) {
            losses.add(result.loss());
          }
        };
    TrainState state = new TrainState(task, recipe, LinearTowers.initial(1));
    new Trainer(task, recipe, state, List.of(recorder), new StopSignal()).run();
    return state;
  }

  @Test
  void twoMachinesThatExchangeGradientsTrainAsOneWithBothBatches() throws Exception {
    List<Double> losses = new ArrayList<>();
    TrainState one;
    try (LinearTowers engine = new LinearTowers()) {
      one = train(new SyncTask(engine, DATA), 2, losses);
    }
    assertEquals(36, one.step());
    Exchanger<MicroResult> line = new Exchanger<>();
    ExecutorService machines = Executors.newFixedThreadPool(2);
    try {
      List<Future<TrainState>> running =
          IntStream.range(0, 2)
              .mapToObj(
                  machine ->
                      machines.submit(
                          () -> {
                            try (LinearTowers engine = new LinearTowers()) {
                              TrainingTask own = new SyncTask(engine, new Half(machine));
                              List<Double> trace = new ArrayList<>();
                              TrainState state = train(new Exchanged(own, machine, line), 1, trace);
                              assertEquals(losses, trace);
                              return state;
                            }
                          }))
              .toList();
      for (Future<TrainState> machine : running) {
        assertArrayEquals(one.parameters(), machine.get().parameters());
        assertArrayEquals(one.statistics(), machine.get().statistics());
      }
    } finally {
      machines.shutdownNow();
    }
  }
}

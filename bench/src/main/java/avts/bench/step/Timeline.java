package avts.bench.step;

import avts.bench.step.StepProfile.Level;
import avts.bench.step.StepProfile.Span;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.StepTrace;
import avts.pretrain.train.MicroBatches;
import avts.pretrain.train.MicroResult;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.TrainingTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes down where the time of a trainer's steps goes, between the places at which a trainer can be
 * watched: its task, and listeners before and behind the others.
 */
final class Timeline implements StepTrace {
  private final List<Span> spans = new ArrayList<>();
  private boolean running;
  private long mark;

  /** Begins to take down. */
  void start() {
    spans.clear();
    running = true;
  }

  /** Ends it and returns what was taken down. */
  StepProfile stop(int steps) {
    running = false;
    return new StepProfile(steps, spans);
  }

  @Override
  public void part(String part, long begin, long end) {
    add(Level.ENGINE, part, begin, end);
  }

  private void add(Level level, String name, long begin, long end) {
    if (running) {
      spans.add(new Span(level, name, begin, end - begin));
    }
  }

  /** Ends the part since the last mark. */
  private void mark(String name) {
    long now = System.nanoTime();
    add(Level.TRAINER, name, mark, now);
    mark = now;
  }

  /** Returns the listener that stands before all others. */
  TrainListener first() {
    return new TrainListener() {
      @Override
      public void beforeUpdate(TrainState state, StepResult result) {
        mark("running statistics, mean and norm of the gradient");
      }

      @Override
      public void afterStep(TrainState state, StepResult result) {
        mark("load parameters into the engine");
      }
    };
  }

  /** Returns the listener that stands behind all others. */
  TrainListener last() {
    return new TrainListener() {
      @Override
      public void beforeUpdate(TrainState state, StepResult result) {
        mark("listeners");
      }

      @Override
      public void afterStep(TrainState state, StepResult result) {
        mark("listeners");
      }
    };
  }

  /** Returns {@code task}, watched. */
  TrainingTask watch(TrainingTask task) {
    return new TrainingTask() {
      @Override
      public List<ParameterInfo> parameters() {
        return task.parameters();
      }

      @Override
      public List<ParameterInfo> statistics() {
        return task.statistics();
      }

      @Override
      public void load(float[] parameters, float[] statistics) {
        mark("clipping and update");
        task.load(parameters, statistics);
      }

      @Override
      public boolean hasNegatives() {
        return task.hasNegatives();
      }

      @Override
      public int microBatchesPerEpoch() {
        return task.microBatchesPerEpoch();
      }

      // The source belongs to what is returned, which closes it.
      @SuppressWarnings("MustBeClosedChecker")
      @MustBeClosed
      @Override
      public MicroBatches open(int epoch, NegativeMix mix, int first) {
        return watch(task.open(epoch, mix, first));
      }
    };
  }

  private MicroBatches watch(MicroBatches batches) {
    return new MicroBatches() {
      @Override
      public boolean hasNext() {
        boolean more = batches.hasNext();
        mark = System.nanoTime(); // waiting for an order is no part of a step
        return more;
      }

      @Override
      public MicroResult next() throws MediaException, InterruptedException {
        MicroResult result = batches.next();
        mark("forward and backward");
        return result;
      }

      @Override
      public MicroResult next(int count) throws MediaException, InterruptedException {
        MicroResult result = batches.next(count);
        mark("forward and backward");
        return result;
      }

      @Override
      public long waitedNanos() {
        return batches.waitedNanos();
      }

      @Override
      public void close() {
        batches.close();
      }
    };
  }
}

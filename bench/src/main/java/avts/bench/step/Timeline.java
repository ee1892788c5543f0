package avts.bench.step;

import avts.bench.step.StepProfile.Level;
import avts.bench.step.StepProfile.Span;
import avts.pretrain.engine.StepTrace;
import avts.pretrain.train.ForwardingBatches;
import avts.pretrain.train.ForwardingTask;
import avts.pretrain.train.MicroBatches;
import avts.pretrain.train.MicroResult;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.TrainingTask;
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
    return marking(
        "running statistics, mean and norm of the gradient", "load parameters into the engine");
  }

  /** Returns the listener that stands behind all others. */
  TrainListener last() {
    return marking("listeners", "listeners");
  }

  /** Returns a listener that ends parts: one before the update, one after the step. */
  private TrainListener marking(String before, String after) {
    return new TrainListener() {
      @Override
      public void beforeUpdate(TrainState state, StepResult result) {
        mark(before);
      }

      @Override
      public void afterStep(TrainState state, StepResult result) {
        mark(after);
      }
    };
  }

  /** Returns {@code task}, watched. */
  TrainingTask watch(TrainingTask task) {
    return new ForwardingTask(task) {
      @Override
      public void load(float[] parameters, float[] statistics) {
        mark("clipping and update");
        super.load(parameters, statistics);
      }

      @Override
      protected MicroBatches around(MicroBatches batches) {
        return watch(batches);
      }
    };
  }

  private MicroBatches watch(MicroBatches batches) {
    return new ForwardingBatches(batches) {
      private long waitedBefore;

      @Override
      public boolean hasNext() {
        boolean more = super.hasNext();
        mark = System.nanoTime(); // waiting for an order is no part of a step
        waitedBefore = waitedNanos();
        return more;
      }

      @Override
      protected MicroResult change(MicroResult result) {
        long waited = waitedNanos() - waitedBefore; // comes first in a step
        add(Level.TRAINER, "waiting for data", mark, mark + waited);
        mark += waited;
        mark("forward and backward");
        return result;
      }
    };
  }
}

package avts.pretrain.train;

import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.ParameterInfo;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;

/** Passes everything on to another task; for tasks that watch or change what goes through. */
public abstract class ForwardingTask implements TrainingTask {
  private final TrainingTask task;

  /** Creates a task that does what {@code task} does. */
  protected ForwardingTask(TrainingTask task) {
    this.task = task;
  }

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

  /**
   * Puts something around the micro-batches of an epoch.
   *
   * @return what the trainer is given, which closes {@code batches}
   */
  protected abstract MicroBatches around(MicroBatches batches);

  // The micro-batches belong to what is returned, which closes them.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  @Override
  public final MicroBatches open(int epoch, NegativeMix mix, int first) {
    return around(task.open(epoch, mix, first));
  }
}

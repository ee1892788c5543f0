package avts.pretrain.train;

import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.ParameterInfo;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;

/**
 * What is trained on what: a network with its loss, and the data of each epoch.
 *
 * <p>The trainer owns parameters and statistics; a task copies what it is given. One task belongs
 * to one thread at a time.
 */
public interface TrainingTask {

  /** Returns the trained arrays in the order of the flat parameter vector. */
  List<ParameterInfo> parameters();

  /** Returns the running statistics in the order of the flat statistics vector. */
  List<ParameterInfo> statistics();

  /** Copies {@code parameters} and {@code statistics} into the network. */
  void load(float[] parameters, float[] statistics);

  /** Returns whether the curriculum's mixes of negatives mean anything to the task. */
  default boolean hasNegatives() {
    return true;
  }

  /** Returns the number of micro-batches in an epoch, the same for every epoch. */
  int microBatchesPerEpoch();

  /**
   * Opens an epoch.
   *
   * @param epoch the epoch from 0
   * @param mix kinds of its negatives; tasks without negatives ignore it
   * @param first number of the first micro-batch to give, 0 to {@link #microBatchesPerEpoch()}
   */
  @MustBeClosed
  MicroBatches open(int epoch, NegativeMix mix, int first);
}

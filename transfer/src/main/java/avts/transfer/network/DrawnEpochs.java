package avts.transfer.network;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.LabelledBatch;
import avts.datasets.random.Seeds;
import avts.pretrain.train.ClassificationTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Epochs whose examples are drawn anew for each, such as another clip of every take; in shuffled
 * order.
 */
public final class DrawnEpochs implements ClassificationTask.Epochs {
  private final IntFunction<Examples> examples;
  private final LearningConfig learning;
  private final Seeds seeds;
  private final int batches;

  /**
   * Prepares epochs.
   *
   * @param examples gives the examples of an epoch, numbered from 0; always as many
   * @param learning size and number of batches
   * @param seeds seeds of the order
   */
  public DrawnEpochs(IntFunction<Examples> examples, LearningConfig learning, Seeds seeds) {
    this.examples = examples;
    this.learning = learning;
    this.seeds = seeds;
    batches = epoch(0).batchesPerEpoch();
  }

  private PooledEpochs epoch(int epoch) {
    return new PooledEpochs(
        List.of(new PooledEpochs.Pool(examples.apply(epoch), 1)), learning, seeds);
  }

  @Override
  public int batchesPerEpoch() {
    return batches;
  }

  // The source is the caller's.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  @Override
  public BatchSource<LabelledBatch> open(int epoch, int first) {
    return epoch(epoch).open(epoch, first);
  }
}

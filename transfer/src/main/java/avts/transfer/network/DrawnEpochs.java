package avts.transfer.network;

import avts.datasets.batch.LabelledSource;
import avts.datasets.random.Seeds;
import avts.pretrain.train.ClassificationTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Epochs whose examples are drawn anew for each, such as another clip of every take; in shuffled
 * order.
 *
 * @param examples gives the examples of an epoch; always as many
 * @param learning size and number of batches
 * @param seeds seeds of the order
 */
public record DrawnEpochs(IntFunction<Examples> examples, LearningConfig learning, Seeds seeds)
    implements ClassificationTask.Epochs {

  private PooledEpochs epoch(int epoch) {
    return new PooledEpochs(
        List.of(new PooledEpochs.Pool(examples.apply(epoch), 1)), learning, seeds);
  }

  @Override
  public int batchesPerEpoch() {
    return epoch(0).batchesPerEpoch();
  }

  // The source is the caller's.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  @Override
  public LabelledSource open(int epoch, int first) {
    return epoch(epoch).open(epoch, first);
  }
}

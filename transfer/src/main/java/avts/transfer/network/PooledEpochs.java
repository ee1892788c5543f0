package avts.transfer.network;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.LabelledBatch;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.pretrain.train.ClassificationTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches that take a share from each of several pools of examples, such as real and mapped ones.
 * Each pool is gone through in shuffled order over and over, shuffled anew in every epoch.
 */
final class PooledEpochs implements ClassificationTask.Epochs {
  private final List<Pool> pools;
  private final LearningConfig config;
  private final Seeds seeds;

  /**
   * Where a part of every batch comes from.
   *
   * @param examples the examples
   * @param share share of a batch, over 0 up to 1; those of all pools add up to 1
   */
  record Pool(Examples examples, double share) {}

  /** Creates the epochs of {@code pools}, of which none may be empty. */
  PooledEpochs(List<Pool> pools, LearningConfig config, Seeds seeds) {
    checkArgument(
        !pools.isEmpty() && pools.stream().allMatch(pool -> pool.examples().count() > 0),
        "there are no examples to learn from");
    this.pools = List.copyOf(pools);
    this.config = config;
    this.seeds = seeds;
  }

  /** Examples of each batch from pool {@code number}: at least one, at most all. */
  private int share(int number) {
    double before = 0;
    for (Pool pool : pools.subList(0, number)) {
      before += pool.share();
    }
    // Rounded at the borders, so that the shares add up to the batch.
    long share =
        Math.round((before + pools.get(number).share()) * config.batch())
            - Math.round(before * config.batch());
    return (int) Math.max(1, Math.min(share, pools.get(number).examples().count()));
  }

  @Override
  public int batchesPerEpoch() {
    if (config.stepsPerEpoch() > 0) {
      return config.stepsPerEpoch();
    }
    int batches = 1;
    for (int i = 0; i < pools.size(); i++) {
      int share = share(i);
      batches = Math.max(batches, (pools.get(i).examples().count() + share - 1) / share);
    }
    return batches;
  }

  @MustBeClosed
  @Override
  public BatchSource<LabelledBatch> open(int epoch, int first) {
    List<List<Integer>> orders = new ArrayList<>();
    for (int i = 0; i < pools.size(); i++) {
      int wanted = batchesPerEpoch() * share(i);
      List<Integer> order = new ArrayList<>();
      for (int round = 0; order.size() < wanted; round++) {
        List<Integer> once = new ArrayList<>();
        for (int k = 0; k < pools.get(i).examples().count(); k++) {
          once.add(k);
        }
        long pass = (long) round * pools.size() + i;
        Shuffle.inPlace(once, seeds.generator(Purpose.ORDER, epoch, pass));
        order.addAll(once);
      }
      orders.add(order);
    }
    return new Source(orders, first);
  }

  private final class Source implements BatchSource<LabelledBatch> {
    private final List<List<Integer>> orders;
    private int next;

    Source(List<List<Integer>> orders, int first) {
      this.orders = orders;
      next = first;
    }

    @Override
    public boolean hasNext() {
      return next < batchesPerEpoch();
    }

    @Override
    public LabelledBatch next() {
      int size = pools.get(0).examples().size();
      int count = 0;
      for (int i = 0; i < pools.size(); i++) {
        count += share(i);
      }
      float[] values = new float[count * size];
      int[] labels = new int[count];
      int filled = 0;
      for (int i = 0; i < pools.size(); i++) {
        Examples pool = pools.get(i).examples();
        int share = share(i);
        for (int example : orders.get(i).subList(next * share, (next + 1) * share)) {
          System.arraycopy(pool.values(), example * size, values, filled * size, size);
          labels[filled++] = pool.labels()[example];
        }
      }
      next++;
      return new LabelledBatch(values, labels);
    }

    @Override
    public long waitedNanos() {
      return 0;
    }

    @Override
    public void close() {
      // In memory: there is nothing to end.
    }
  }
}

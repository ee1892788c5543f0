package avts.pretrain.train;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchLoader;
import avts.datasets.batch.BatchSource;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairKind;
import avts.pretrain.engine.PairOutput;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.StepEngine;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;

/** Audio-visual synchronisation: a two-tower network on pairs of pictures and sounds. */
public final class SyncTask implements TrainingTask {
  private final StepEngine engine;
  private final Epochs epochs;

  /** Where the batches of an epoch come from. */
  public interface Epochs {

    /** Returns the number of micro-batches in an epoch. */
    int batchesPerEpoch();

    /** Opens {@code epoch} at micro-batch {@code first}. */
    @MustBeClosed
    BatchSource<Batch> open(int epoch, NegativeMix mix, int first);

    /** Returns the epochs of {@code loader}. */
    static Epochs of(BatchLoader loader) {
      return new Loaded(loader);
    }
  }

  /**
   * Creates the task.
   *
   * @param engine the network, closed by its owner, not by the task
   * @param epochs the data
   */
  public SyncTask(StepEngine engine, Epochs epochs) {
    this.engine = engine;
    this.epochs = epochs;
  }

  private record Loaded(BatchLoader loader) implements Epochs {

    @Override
    public int batchesPerEpoch() {
      return loader.batchesPerEpoch();
    }

    @MustBeClosed
    @Override
    public BatchSource<Batch> open(int epoch, NegativeMix mix, int first) {
      return loader.open(epoch, mix, first);
    }
  }

  @Override
  public List<ParameterInfo> parameters() {
    return engine.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return engine.statistics();
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    engine.load(parameters, statistics);
  }

  @Override
  public int microBatchesPerEpoch() {
    return epochs.batchesPerEpoch();
  }

  // The source belongs to what is returned, which closes it.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  @Override
  public MicroBatches open(int epoch, NegativeMix mix, int first) {
    return new Running(engine, epochs.open(epoch, mix, first));
  }

  private record Running(StepEngine engine, BatchSource<Batch> source) implements MicroBatches {

    @Override
    public boolean hasNext() {
      return source.hasNext();
    }

    @Override
    public MicroResult next() throws MediaException, InterruptedException {
      return step(List.of(source.next()));
    }

    @Override
    public MicroResult next(int count) throws MediaException, InterruptedException {
      if (!engine.couplesMicroBatches()) {
        return MicroBatches.super.next(count); // holds one micro-batch at a time
      }
      List<Batch> batches = new ArrayList<>();
      batches.add(source.next());
      while (batches.size() < count && source.hasNext()) {
        batches.add(source.next());
      }
      return step(batches);
    }

    private MicroResult step(List<Batch> batches) {
      PairOutput output = engine.step(batches);
      List<PairKind> kinds = batches.stream().flatMap(batch -> batch.kinds().stream()).toList();
      batches.forEach(source::giveBack);
      return new MicroResult(output.step(), PairFigures.of(output, kinds));
    }

    @Override
    public long waitedNanos() {
      return source.waitedNanos();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}

package avts.pretrain.train;

import avts.datasets.media.MediaException;

/** Passes everything on to other micro-batches, and what they give through a change. */
public abstract class ForwardingBatches implements MicroBatches {
  private final MicroBatches batches;

  /** Creates micro-batches that are {@code batches}, which they close. */
  protected ForwardingBatches(MicroBatches batches) {
    this.batches = batches;
  }

  /** Changes what one micro-batch gave, or several as one step. */
  protected abstract MicroResult change(MicroResult result) throws InterruptedException;

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public final MicroResult next() throws MediaException, InterruptedException {
    return change(batches.next());
  }

  @Override
  public final MicroResult next(int count) throws MediaException, InterruptedException {
    return change(batches.next(count));
  }

  @Override
  public long waitedNanos() {
    return batches.waitedNanos();
  }

  @Override
  public void close() {
    batches.close();
  }
}

package avts.datasets.batch;

import java.util.Iterator;

/** Batches that nobody waits for. */
record BatchesAtHand<B>(Iterator<B> batches) implements BatchSource<B> {

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public B next() {
    return batches.next();
  }

  @Override
  public long waitedNanos() {
    return 0;
  }

  @Override
  public void close() {}
}

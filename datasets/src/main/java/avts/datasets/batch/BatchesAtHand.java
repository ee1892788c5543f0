package avts.datasets.batch;

import java.util.Iterator;

/** Batches that nobody waits for. */
record BatchesAtHand(Iterator<Batch> batches) implements BatchSource {

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public Batch next() {
    return batches.next();
  }

  @Override
  public long waitedNanos() {
    return 0;
  }

  @Override
  public void close() {}
}

package avts.datasets.batch;

import avts.datasets.pair.PairKind;
import java.util.List;

/**
 * Which files an epoch visits in which batch, and for what.
 *
 * @param epoch the epoch from 0
 * @param batches the micro-batches in order, each a list of visits
 */
public record EpochPlan(long epoch, List<List<Visit>> batches) {

  /** Copies the lists. */
  public EpochPlan {
    batches = batches.stream().map(List::copyOf).toList();
  }

  /**
   * One file in one batch.
   *
   * @param file index in the manifest
   * @param kind kind of the negatives of its windows
   */
  public record Visit(int file, PairKind kind) {}

  /** Returns the number of micro-batches. */
  public int size() {
    return batches.size();
  }
}

package avts.datasets.index;

import avts.datasets.manifest.Manifest;
import java.util.List;

/**
 * What came of an index.
 *
 * @param manifest all files, usable or not
 * @param shared pairs of usable files that share sound; indices into the manifest
 * @param measured files that were measured now
 * @param remembered files whose measurements an earlier index had left
 * @param seconds how long it took
 */
public record IndexOutcome(
    Manifest manifest, List<Shared> shared, int measured, int remembered, double seconds) {

  /**
   * Two usable files that share sound.
   *
   * @param first index of the one file in the manifest
   * @param second index of the other
   * @param millis how much sound they share
   * @param errorRate share of fingerprint bits that differ in it
   */
  public record Shared(int first, int second, int millis, double errorRate) {}

  /** Copies the list. */
  public IndexOutcome {
    shared = List.copyOf(shared);
  }
}

package avts.datasets.store;

import avts.datasets.manifest.Manifest;
import java.util.List;

/**
 * What became of the usable files of a manifest.
 *
 * @param manifest the store's manifest, as written to its folder; files that failed are in it with
 *     their verdict
 * @param prepared files encoded by this run
 * @param kept files found finished and intact from an earlier run
 * @param failures files that could not be prepared
 */
public record StoreReport(Manifest manifest, int prepared, int kept, List<Failure> failures) {

  /** Copies the list. */
  public StoreReport {
    failures = List.copyOf(failures);
  }

  /**
   * A file that could not be prepared.
   *
   * @param name its name in the manifest it came from
   * @param reason what was wrong
   */
  public record Failure(String name, String reason) {}
}

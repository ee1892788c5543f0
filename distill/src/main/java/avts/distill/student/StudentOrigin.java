package avts.distill.student;

import java.util.Map;

/**
 * Where a student comes from.
 *
 * @param row row of the table whose network it is
 * @param noise level of the noise that it learned under
 * @param seed seed of its training
 * @param configHash hash of the run's config
 * @param takesSha256 hash of the list of the takes that it learned from
 * @param versions version of each program part in training
 */
public record StudentOrigin(
    String row,
    double noise,
    long seed,
    String configHash,
    String takesSha256,
    Map<String, String> versions) {

  /** Copies the map. */
  public StudentOrigin {
    versions = Map.copyOf(versions);
  }
}

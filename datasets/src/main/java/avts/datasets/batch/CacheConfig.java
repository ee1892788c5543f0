package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What is kept in memory of files that every epoch reads again.
 *
 * @param megabytes most that decoded pictures and features may take, 0 for none, up to 1000000; it
 *     has no influence on any result
 */
public record CacheConfig(int megabytes) {

  /** Checks the range. */
  public CacheConfig {
    checkArgument(
        megabytes >= 0 && megabytes <= 1_000_000,
        "megabytes must lie in 0..1000000, got %s",
        megabytes);
  }

  /** Returns the most memory to take, in bytes. */
  public long bytes() {
    return (long) megabytes << 20;
  }
}

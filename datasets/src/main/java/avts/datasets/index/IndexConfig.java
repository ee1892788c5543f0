package avts.datasets.index;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What the index measures and what it refuses.
 *
 * @param sceneThreshold FFmpeg's scene change score (filter scdet, 0 to 100) from which on a
 *     picture begins a new shot
 * @param silenceDb a file whose sound never rises above this level is silent, in dB below full
 *     scale, -120 to 0
 * @param stillThreshold a file whose pictures never change by more than this is a still picture:
 *     mean absolute difference of luma, 0 to 255
 * @param minMillis files in which picture and sound overlap for less are too short, in milliseconds
 * @param maxLengthDifferenceMillis files whose picture and sound differ more in length are refused,
 *     in milliseconds
 * @param stepMillis length of one entry of the sound and motion profiles, 10 to 10000 milliseconds
 * @param minSharedMillis files that share at least this much sound are one group, 300 milliseconds
 *     or more
 * @param timeLimitMillis a file whose decoding shows no progress for this long is given up, at
 *     least 1 millisecond
 * @param workers number of child processes; 0: one for each processor
 */
public record IndexConfig(
    double sceneThreshold,
    double silenceDb,
    double stillThreshold,
    int minMillis,
    int maxLengthDifferenceMillis,
    int stepMillis,
    int minSharedMillis,
    int timeLimitMillis,
    int workers) {

  /** Checks every range. */
  public IndexConfig {
    checkArgument(
        sceneThreshold > 0 && sceneThreshold <= 100,
        "scene_threshold must lie in (0, 100], got %s",
        sceneThreshold);
    checkArgument(
        silenceDb >= -120 && silenceDb <= 0, "silence_db must lie in -120..0, got %s", silenceDb);
    checkArgument(
        stillThreshold >= 0 && stillThreshold <= 255,
        "still_threshold must lie in 0..255, got %s",
        stillThreshold);
    checkArgument(minMillis >= 0, "min_millis must not be negative, got %s", minMillis);
    checkArgument(
        maxLengthDifferenceMillis >= 0,
        "max_length_difference_millis must not be negative, got %s",
        maxLengthDifferenceMillis);
    checkArgument(
        stepMillis >= 10 && stepMillis <= 10_000,
        "step_millis must lie in 10..10000, got %s",
        stepMillis);
    checkArgument(
        minSharedMillis >= 300, "min_shared_millis must be at least 300, got %s", minSharedMillis);
    checkArgument(
        timeLimitMillis > 0, "time_limit_millis must be positive, got %s", timeLimitMillis);
    checkArgument(workers >= 0, "workers must not be negative, got %s", workers);
  }

  /** Returns settings that fit collections of ordinary videos and clips of one second. */
  public static IndexConfig standard() {
    return new IndexConfig(10, -60, 0.1, 1000, 1000, 100, 500, 30_000, 0);
  }

  /** Returns what a measurement depends on; another value calls for measuring anew. */
  String measurementKey() {
    return "v1 scene " + sceneThreshold + " step " + stepMillis;
  }
}

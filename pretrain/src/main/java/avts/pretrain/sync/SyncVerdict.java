package avts.pretrain.sync;

import java.util.Locale;

/**
 * What an offset means to people who watch: the thresholds of Recommendation ITU-R BT.1359-1, whose
 * sign is turned round (there, early sound is positive).
 */
public enum SyncVerdict {
  /** Not noticed by viewers: sound at most 45 ms early or 125 ms late. */
  IN_SYNC,
  /** Noticed, but still acceptable: sound at most 90 ms early or 185 ms late. */
  NOTICEABLE,
  /** Not acceptable. */
  OUT_OF_SYNC,
  /** The material does not say. */
  CANNOT_TELL;

  /** Returns the verdict on a sound that is {@code offsetMillis} late, early where negative. */
  public static SyncVerdict of(double offsetMillis) {
    if (offsetMillis >= -45 && offsetMillis <= 125) {
      return IN_SYNC;
    }
    return offsetMillis >= -90 && offsetMillis <= 185 ? NOTICEABLE : OUT_OF_SYNC;
  }

  /** Returns the name in reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the worse of two verdicts that say something. */
  SyncVerdict worse(SyncVerdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

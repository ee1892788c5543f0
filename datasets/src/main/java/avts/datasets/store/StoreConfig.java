package avts.datasets.store;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.FrameRate;

/**
 * What the files of a prepared store look like.
 *
 * @param smallSide pixels of the smaller side of a picture, 8 to 4096
 * @param frameRate constant frame rate in frames per second, as 25 or 30000/1001
 * @param sampleRate samples per second of the mono sound, 4000 to 192000
 * @param picture how pictures are kept
 * @param quality quantiser of Motion JPEG, 1 (best, largest) to 31; raw pictures ignore it
 * @param workers files worked on at a time; 0: one for each processor
 */
public record StoreConfig(
    int smallSide, FrameRate frameRate, int sampleRate, Picture picture, int quality, int workers) {

  /** How pictures are kept; with either, every picture stands alone. */
  public enum Picture {
    /** Motion JPEG: about a twentieth of the raw size. */
    MJPEG,
    /** Uncompressed RGB: exact and without decoding, but large. */
    RAW
  }

  /** Checks every range. */
  public StoreConfig {
    checkArgument(
        smallSide >= 8 && smallSide <= 4096, "small_side must lie in 8..4096, got %s", smallSide);
    checkArgument(
        sampleRate >= 4000 && sampleRate <= 192_000,
        "sample_rate must lie in 4000..192000, got %s",
        sampleRate);
    checkArgument(quality >= 1 && quality <= 31, "quality must lie in 1..31, got %s", quality);
    checkArgument(workers >= 0, "workers must not be negative, got %s", workers);
  }

  /** Returns this with the number of workers that has no influence on what is written. */
  StoreConfig content() {
    return new StoreConfig(smallSide, frameRate, sampleRate, picture, quality, 0);
  }
}

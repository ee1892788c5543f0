package avts.pretrain.model;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.ClipConfig;
import avts.datasets.signal.FilterBankConfig;

/**
 * Size of what one clip brings.
 *
 * @param channels colours of a frame: 1 gray, 3 red-green-blue
 * @param frames frames of a clip
 * @param height rows of a frame
 * @param width columns of a frame
 * @param filters rows of the log filter bank
 * @param windows columns (times) of the log filter bank
 */
public record InputShape(
    int channels, int frames, int height, int width, int filters, int windows) {

  /** Checks that all are positive. */
  public InputShape {
    checkArgument(
        channels > 0 && frames > 0 && height > 0 && width > 0 && filters > 0 && windows > 0,
        "lengths must be positive, got video %sx%sx%sx%s and audio %sx%s",
        channels,
        frames,
        height,
        width,
        filters,
        windows);
  }

  /** Returns the size of what clips bring that are cut by {@code clip} and {@code features}. */
  public static InputShape of(ClipConfig clip, FilterBankConfig features) {
    return new InputShape(
        clip.channels(),
        clip.frames(),
        clip.size(),
        clip.size(),
        features.filters(),
        features.windows(clip.samples(features.sampleRate())));
  }

  /** Returns the number of values of one clip's video. */
  public int videoSize() {
    return channels * frames * height * width;
  }

  /** Returns the number of values of one clip's filter bank. */
  public int audioSize() {
    return filters * windows;
  }
}

package avts.datasets.clip;

import avts.datasets.time.FrameRate;
import java.util.Collections;

/** Clip settings for tests. */
final class ClipConfigs {

  private ClipConfigs() {}

  /** A clip at 25 frames per second whose pixels keep their values: mean 0, spread 1. */
  static ClipConfig raw(int frames, int channels, int size, int smallSide) {
    return new ClipConfig(
        FrameRate.of(25),
        frames,
        channels,
        size,
        smallSide,
        smallSide,
        false,
        Collections.nCopies(channels, 0.0),
        Collections.nCopies(channels, 1.0),
        ClipView.NATURAL);
  }

  /** The same with another range of scales. */
  static ClipConfig scales(ClipConfig clip, int smallest, int largest, boolean flip) {
    return new ClipConfig(
        clip.frameRate(),
        clip.frames(),
        clip.channels(),
        clip.size(),
        smallest,
        largest,
        flip,
        clip.pixelMean(),
        clip.pixelStd(),
        clip.view());
  }

  /** The same seen as {@code view}. */
  static ClipConfig view(ClipConfig clip, ClipView view) {
    return new ClipConfig(
        clip.frameRate(),
        clip.frames(),
        clip.channels(),
        clip.size(),
        clip.smallSideMin(),
        clip.smallSideMax(),
        clip.flip(),
        clip.pixelMean(),
        clip.pixelStd(),
        view);
  }
}

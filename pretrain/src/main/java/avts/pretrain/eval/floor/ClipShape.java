package avts.pretrain.eval.floor;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Lengths of a clip's two arrays, video {@code [C, T, H, W]} and audio {@code [1, M, F]}.
 *
 * @param channels C, colours of a picture
 * @param frames T, pictures
 * @param pixels H times W
 * @param filters M, bands of the filter bank
 * @param windows F, windows of the filter bank
 */
public record ClipShape(int channels, int frames, int pixels, int filters, int windows) {

  /** Checks that every length is positive and that there are at least two pictures. */
  public ClipShape {
    checkArgument(
        channels > 0 && frames > 1 && pixels > 0 && filters > 0 && windows >= frames,
        "a clip needs 2 pictures and a window of sound for each, got %s x %s x %s and %s x %s",
        channels,
        frames,
        pixels,
        filters,
        windows);
  }

  /** Returns the number of values in a clip's video. */
  public int videoLength() {
    return channels * frames * pixels;
  }

  /** Returns the number of values in a clip's audio. */
  public int audioLength() {
    return filters * windows;
  }

  /** Returns the mean over colours of frame {@code frame}, pixel {@code pixel}. */
  double gray(float[] video, int clip, int frame, int pixel) {
    double sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      sum += video[clip * videoLength() + (channel * frames + frame) * pixels + pixel];
    }
    return sum / channels;
  }

  /**
   * Returns the filter bank averaged over the windows that fall on each picture.
   *
   * @return {@code [T, M]}
   */
  double[][] bandsByFrame(float[] audio, int clip) {
    double[][] bands = new double[frames][filters];
    for (int frame = 0; frame < frames; frame++) {
      int first = frame * windows / frames;
      int end = (frame + 1) * windows / frames;
      for (int filter = 0; filter < filters; filter++) {
        int row = clip * audioLength() + filter * windows;
        double sum = 0;
        for (int window = first; window < end; window++) {
          sum += audio[row + window];
        }
        bands[frame][filter] = sum / (end - first);
      }
    }
    return bands;
  }
}

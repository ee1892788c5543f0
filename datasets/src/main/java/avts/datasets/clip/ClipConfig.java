package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import java.util.Collections;
import java.util.List;

/**
 * What a clip is: how long, how large, and how its pixels are scaled (Korbar et al. 2018: 25 frames
 * in one second, multi-scale random crop, random flip, pixels normalised, the same for all frames).
 *
 * <p>Pictures are scaled so that their smaller side has so many pixels and a square is cut out. In
 * training the scale is drawn anew for each clip between {@code small_side_min} and {@code
 * small_side_max}, and the square lies anywhere. In evaluation the scale is {@code small_side_min}
 * and the square is the middle one.
 *
 * @param frameRate frames per second of the clip, whatever the file's own, such as 25 or 30000/1001
 * @param frames number of frames, 1 to 1000
 * @param channels 3 for RGB, 1 for gray (ITU-R BT.601 luma)
 * @param size side of the square the network sees, in pixels, 8 to 1024
 * @param smallSideMin smallest length of the picture's smaller side, in pixels, at least {@code
 *     size}
 * @param smallSideMax largest length of the picture's smaller side, in pixels, at most 4096
 * @param flip whether half of the training clips are mirrored left to right
 * @param pixelMean mean of each channel, on the scale 0..255
 * @param pixelStd standard deviation of each channel, on the scale 0..255, positive
 * @param view natural, or a control: single-frame, shuffled-frames
 */
public record ClipConfig(
    FrameRate frameRate,
    int frames,
    int channels,
    int size,
    int smallSideMin,
    int smallSideMax,
    boolean flip,
    List<Double> pixelMean,
    List<Double> pixelStd,
    ClipView view) {

  /** Checks every range and copies the lists. */
  public ClipConfig {
    checkArgument(frames >= 1 && frames <= 1000, "frames must lie in 1..1000, got %s", frames);
    checkArgument(channels == 1 || channels == 3, "channels must be 1 or 3, got %s", channels);
    checkArgument(size >= 8 && size <= 1024, "size must lie in 8..1024 pixels, got %s", size);
    checkArgument(
        smallSideMin >= size,
        "small_side_min must be at least size, %s pixels, got %s",
        size,
        smallSideMin);
    checkArgument(
        smallSideMax >= smallSideMin && smallSideMax <= 4096,
        "small_side_max must lie in small_side_min..4096, that is %s..4096 pixels, got %s",
        smallSideMin,
        smallSideMax);
    pixelMean = List.copyOf(pixelMean);
    pixelStd = List.copyOf(pixelStd);
    checkArgument(
        pixelMean.size() == channels && pixelMean.stream().allMatch(m -> m >= 0 && m <= 255),
        "pixel_mean needs %s values in 0..255, got %s",
        channels,
        pixelMean);
    checkArgument(
        pixelStd.size() == channels && pixelStd.stream().allMatch(s -> s > 0 && s <= 255),
        "pixel_std needs %s values over 0 and up to 255, got %s",
        channels,
        pixelStd);
  }

  /** Returns the same clips with pixels as they are, 0..255. */
  public ClipConfig withRawPixels() {
    return new ClipConfig(
        frameRate,
        frames,
        channels,
        size,
        smallSideMin,
        smallSideMax,
        flip,
        Collections.nCopies(channels, 0.0),
        Collections.nCopies(channels, 1.0),
        view);
  }

  /** Returns the frames of a clip that starts at {@code startFrame}. */
  public FrameSpan span(long startFrame) {
    return new FrameSpan(startFrame, frames, frameRate);
  }

  /**
   * Returns the grids that clips are cut on, with sound at {@code sampleRate} samples per second.
   */
  public ClipGrid grid(int sampleRate) {
    return new ClipGrid(frames, frameRate, sampleRate);
  }

  /**
   * Returns the number of samples in a clip's sound: the clip's length to the nearest sample. It is
   * the same wherever the clip starts, so that all clips have features of one shape.
   */
  public int samples(int sampleRate) {
    return span(0).samples(sampleRate).count();
  }

  /** Returns the number of values in a clip's video, {@code channels * frames * size * size}. */
  public int videoLength() {
    return Math.multiplyExact(Math.multiplyExact(channels, frames), size * size);
  }
}

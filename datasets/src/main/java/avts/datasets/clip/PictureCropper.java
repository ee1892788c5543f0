package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.VideoFrames;

/**
 * Cuts a square from decoded pictures and normalises its pixels, straight from bytes into the
 * network's array. Scaling is the decoder's, which does it in the same pass as the conversion to
 * RGB. Owns work space: belongs to one thread at a time.
 */
final class PictureCropper {
  /** ITU-R BT.601. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private final ClipConfig clip;
  private final int size;
  private final int channels;

  /** The normalised value that each byte of red, green and blue stands for, or its part in gray. */
  private final float[][] values = new float[3][256];

  PictureCropper(ClipConfig clip) {
    this.clip = clip;
    this.size = clip.size();
    this.channels = clip.channels();
  }

  /** Writes {@code [channels, frames, size, size]} values from {@code offset} on. */
  void crop(VideoFrames pictures, PictureDraw draw, float[] target, int offset) {
    int width = pictures.width();
    int height = pictures.height();
    checkArgument(
        width >= size && height >= size,
        "a square of %s pixels cannot be cut from %s x %s",
        size,
        width,
        height);
    int left = start(draw.across(), width);
    int top = start(draw.down(), height);
    fillValues(draw);
    int[] order = draw.order();
    for (int t = 0; t < order.length; t++) {
      int frame = offset + t * size * size;
      for (int y = 0; y < size; y++) {
        int from = ((order[t] * height + top + y) * width + left) * 3;
        if (draw.mirrored()) {
          copyRow(pictures.rgb(), from + (size - 1) * 3, -3, target, frame + y * size);
        } else {
          copyRow(pictures.rgb(), from, 3, target, frame + y * size);
        }
      }
    }
  }

  /** First pixel of a square on an axis of {@code length} pixels: each place is equally likely. */
  private int start(double part, int length) {
    return (int) (part * (length - size + 1));
  }

  private void fillValues(PictureDraw draw) {
    for (int colour = 0; colour < 3; colour++) {
      int channel = channels == 1 ? 0 : colour;
      double mean = clip.pixelMean().get(channel);
      double std = clip.pixelStd().get(channel);
      double share = channels == 1 ? LUMA[colour] : 1;
      for (int value = 0; value < 256; value++) {
        double centred = value * draw.brightness() - mean;
        values[colour][value] = (float) (share * centred * draw.contrast() / std);
      }
    }
  }

  /** Normalises one row of RGB bytes, {@code step} bytes apart, into the planes of the channels. */
  private void copyRow(byte[] rgb, int from, int step, float[] target, int to) {
    float[] reds = values[0];
    float[] greens = values[1];
    float[] blues = values[2];
    if (channels == 1) {
      for (int x = 0; x < size; x++) {
        int p = from + x * step;
        target[to + x] = reds[rgb[p] & 0xFF] + greens[rgb[p + 1] & 0xFF] + blues[rgb[p + 2] & 0xFF];
      }
      return;
    }
    int plane = clip.frames() * size * size;
    for (int x = 0; x < size; x++) {
      int p = from + x * step;
      target[to + x] = reds[rgb[p] & 0xFF];
      target[to + plane + x] = greens[rgb[p + 1] & 0xFF];
      target[to + 2 * plane + x] = blues[rgb[p + 2] & 0xFF];
    }
  }
}

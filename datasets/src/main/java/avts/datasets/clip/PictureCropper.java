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
        if (channels == 1) {
          grayRow(pictures.rgb(), from, target, frame + y * size);
        } else {
          colourRow(pictures.rgb(), from, target, frame + y * size);
        }
        if (draw.mirrored()) {
          mirrorRow(target, frame + y * size);
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

  private void grayRow(byte[] rgb, int from, float[] target, int to) {
    float[] reds = values[0];
    float[] greens = values[1];
    float[] blues = values[2];
    for (int x = 0; x < size; x++) {
      target[to + x] =
          reds[rgb[from + 3 * x] & 0xFF]
              + greens[rgb[from + 3 * x + 1] & 0xFF]
              + blues[rgb[from + 3 * x + 2] & 0xFF];
    }
  }

  private void colourRow(byte[] rgb, int from, float[] target, int to) {
    int plane = clip.frames() * size * size;
    for (int channel = 0; channel < 3; channel++) {
      float[] lookup = values[channel];
      int begin = from + channel;
      int out = to + channel * plane;
      for (int x = 0; x < size; x++) {
        target[out + x] = lookup[rgb[begin + 3 * x] & 0xFF];
      }
    }
  }

  private void mirrorRow(float[] target, int to) {
    int plane = clip.frames() * size * size;
    for (int channel = 0; channel < channels; channel++) {
      int first = to + channel * plane;
      for (int x = 0; x < size / 2; x++) {
        float moved = target[first + x];
        target[first + x] = target[first + size - 1 - x];
        target[first + size - 1 - x] = moved;
      }
    }
  }
}

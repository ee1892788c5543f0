package avts.datasets.clip;

import avts.datasets.media.VideoFrames;

/**
 * Cuts a square from decoded pictures, scales it and normalises its pixels, straight from bytes
 * into the network's array. Owns work space: belongs to one thread at a time.
 */
final class PictureCropper {
  /** ITU-R BT.601. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private final ClipConfig clip;
  private final int size;
  private final int channels;

  /** The normalised value that each byte of red, green and blue stands for, or its part in gray. */
  private final float[][] values = new float[3][256];

  /** One row of the picture, normalised, {@code [channels][columns]}. */
  private float[] row = new float[0];

  /** Rows already scaled across, {@code [channels][rows][size]}. */
  private float[] scaledRows = new float[0];

  PictureCropper(ClipConfig clip) {
    this.clip = clip;
    this.size = clip.size();
    this.channels = clip.channels();
  }

  /** Writes {@code [channels, frames, size, size]} values from {@code offset} on. */
  void crop(VideoFrames pictures, PictureDraw draw, float[] target, int offset) {
    int width = pictures.width();
    int height = pictures.height();
    double region = (double) size * Math.min(width, height) / draw.smallSide();
    int left = start(draw.across(), width - region);
    int top = start(draw.down(), height - region);
    fillValues(draw);
    int[] order = draw.order();
    if (region == size) {
      for (int t = 0; t < order.length; t++) {
        int origin = ((order[t] * height + top) * width + left) * 3;
        copy(pictures, origin, draw.mirrored(), target, offset + t * size * size);
      }
      return;
    }
    AxisTaps across = AxisTaps.of(new AxisTaps.Stretch(width, left, region), size, draw.mirrored());
    AxisTaps down = AxisTaps.of(new AxisTaps.Stretch(height, top, region), size, false);
    row = grown(row, channels * (across.end() - across.begin()));
    scaledRows = grown(scaledRows, channels * (down.end() - down.begin()) * size);
    for (int t = 0; t < order.length; t++) {
      for (int y = down.begin(); y < down.end(); y++) {
        int origin = ((order[t] * height + y) * width + across.begin()) * 3;
        scaleAcross(pictures.rgb(), origin, across, y - down.begin(), down.end() - down.begin());
      }
      scaleDown(down, target, offset + t * size * size);
    }
  }

  /** First pixel of a square that has {@code room} pixels to move in. */
  private static int start(double part, double room) {
    int positions = (int) Math.floor(room) + 1;
    return Math.max(0, Math.min(positions - 1, (int) (part * positions)));
  }

  private static float[] grown(float[] space, int length) {
    return space.length >= length ? space : new float[length];
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

  /** Copies a square that needs no scaling. */
  private void copy(
      VideoFrames pictures, int origin, boolean mirrored, float[] target, int offset) {
    int step = mirrored ? -3 : 3;
    int plane = clip.frames() * size * size;
    for (int y = 0; y < size; y++) {
      int from = origin + y * pictures.width() * 3 + (mirrored ? (size - 1) * 3 : 0);
      normalise(pictures.rgb(), from, step, target, new RowPlace(offset + y * size, plane, size));
    }
  }

  /**
   * Where a row of pixels goes.
   *
   * @param offset index of the first channel's first value
   * @param stride distance between channels
   * @param length number of pixels
   */
  private record RowPlace(int offset, int stride, int length) {}

  /** Normalises a row of RGB bytes, the channels apart. */
  private void normalise(byte[] rgb, int from, int step, float[] target, RowPlace place) {
    int length = place.length();
    if (channels == 1) {
      float[] reds = values[0];
      float[] greens = values[1];
      float[] blues = values[2];
      for (int x = 0, p = from; x < length; x++, p += step) {
        target[place.offset() + x] =
            reds[rgb[p] & 0xFF] + greens[rgb[p + 1] & 0xFF] + blues[rgb[p + 2] & 0xFF];
      }
      return;
    }
    for (int channel = 0; channel < 3; channel++) {
      float[] lookup = values[channel];
      int to = place.offset() + channel * place.stride();
      for (int x = 0, p = from + channel; x < length; x++, p += step) {
        target[to + x] = lookup[rgb[p] & 0xFF];
      }
    }
  }

  private void scaleAcross(byte[] rgb, int origin, AxisTaps across, int line, int lines) {
    int begin = across.begin();
    int columns = across.end() - begin;
    normalise(rgb, origin, 3, row, new RowPlace(0, columns, columns));
    float[] weights = across.weights();
    int[] first = across.first();
    int taps = across.taps();
    for (int channel = 0; channel < channels; channel++) {
      int from = channel * columns - begin;
      int to = (channel * lines + line) * size;
      for (int x = 0; x < size; x++) {
        int p = from + first[x];
        int w = x * taps;
        float sum = weights[w] * row[p];
        for (int i = 1; i < taps; i++) {
          sum += weights[w + i] * row[p + i];
        }
        scaledRows[to + x] = sum;
      }
    }
  }

  private void scaleDown(AxisTaps down, float[] target, int offset) {
    int lines = down.end() - down.begin();
    int plane = clip.frames() * size * size;
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < size; y++) {
        int from = (channel * lines + down.first()[y] - down.begin()) * size;
        int to = offset + channel * plane + y * size;
        mean(down, y, from, target, to);
      }
    }
  }

  /** Writes row {@code y}: a weighted mean of scaled rows. Two and three taps are the usual. */
  private void mean(AxisTaps down, int y, int from, float[] target, int to) {
    float[] rows = scaledRows;
    int w = y * down.taps();
    float weight0 = down.weights()[w];
    if (down.taps() == 1) {
      System.arraycopy(rows, from, target, to, size);
      return;
    }
    float weight1 = down.weights()[w + 1];
    if (down.taps() == 2) {
      for (int x = 0; x < size; x++) {
        target[to + x] = weight0 * rows[from + x] + weight1 * rows[from + size + x];
      }
      return;
    }
    float weight2 = down.weights()[w + 2];
    for (int x = 0; x < size; x++) {
      target[to + x] =
          weight0 * rows[from + x]
              + weight1 * rows[from + size + x]
              + weight2 * rows[from + 2 * size + x];
    }
    for (int i = 3; i < down.taps(); i++) {
      float weight = down.weights()[w + i];
      int line = from + i * size;
      for (int x = 0; x < size; x++) {
        target[to + x] += weight * rows[line + x];
      }
    }
  }
}

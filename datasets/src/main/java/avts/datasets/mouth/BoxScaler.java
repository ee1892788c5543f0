package avts.datasets.mouth;

import avts.datasets.media.VideoFrames;

/**
 * Cuts boxes at any place, not only whole pixels, from RGB pictures and brings them to one size by
 * a triangle filter that is as wide as the shrinking asks for. Beyond the edge of the picture the
 * edge's pixels go on.
 *
 * @param width columns of what comes out
 * @param height rows of what comes out
 */
record BoxScaler(int width, int height) {
  private static final int CHANNELS = 3;

  /** What one column or row of the result is made of. */
  // An array component: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Taps(int first, float[] weights) {}

  /**
   * Scales one box.
   *
   * @param picture number of the picture among {@code pictures}
   * @param box its place; may go beyond the picture
   * @return {@code height x width x 3} bytes
   */
  byte[] scale(VideoFrames pictures, int picture, Box box) {
    byte[] rgb = pictures.rgb();
    int pictureWidth = pictures.width();
    int pictureHeight = pictures.height();
    Taps[] columns = taps(box.x(), box.width(), width);
    Taps[] rows = taps(box.y(), box.height(), height);
    int top = rows[0].first;
    int bottom = rows[height - 1].first + rows[height - 1].weights.length;
    int start = picture * pictureWidth * pictureHeight * CHANNELS;
    float[][] scaledRows = new float[bottom - top][width * CHANNELS];
    for (int y = top; y < bottom; y++) {
      int line = start + clamp(y, pictureHeight) * pictureWidth * CHANNELS;
      for (int x = 0; x < width; x++) {
        Taps taps = columns[x];
        for (int k = 0; k < taps.weights.length; k++) {
          int from = line + clamp(taps.first + k, pictureWidth) * CHANNELS;
          for (int channel = 0; channel < CHANNELS; channel++) {
            scaledRows[y - top][x * CHANNELS + channel] +=
                taps.weights[k] * (rgb[from + channel] & 0xff);
          }
        }
      }
    }
    byte[] scaled = new byte[width * height * CHANNELS];
    for (int y = 0; y < height; y++) {
      Taps taps = rows[y];
      for (int i = 0; i < width * CHANNELS; i++) {
        float value = 0.5f;
        for (int k = 0; k < taps.weights.length; k++) {
          value += taps.weights[k] * scaledRows[taps.first + k - top][i];
        }
        scaled[y * width * CHANNELS + i] = (byte) Math.max(0, Math.min(255, (int) value));
      }
    }
    return scaled;
  }

  private static Taps[] taps(double start, double length, int count) {
    double step = length / count;
    double reach = Math.max(1, step);
    Taps[] taps = new Taps[count];
    for (int i = 0; i < count; i++) {
      // Pixel j has its middle at j + 0.5.
      double centre = start + (i + 0.5) * step - 0.5;
      int first = (int) Math.floor(centre - reach) + 1;
      int last = (int) Math.ceil(centre + reach) - 1;
      float[] weights = new float[last - first + 1];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = (float) (1 - Math.abs(first + k - centre) / reach);
        sum += weights[k];
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k] /= (float) sum;
      }
      taps[i] = new Taps(first, weights);
    }
    return taps;
  }

  private static int clamp(int place, int length) {
    return Math.max(0, Math.min(length - 1, place));
  }
}

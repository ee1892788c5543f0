package avts.datasets.synth;

/**
 * What the gates' simple rules see of one video, on a grid of 25 frames per second: motion and
 * brightness of the pictures at 64 pixels, level of the sound.
 */
@SuppressWarnings("ArrayRecordComponent")
record Observed(double[] motion, double[] brightness, double[] contrast, double[] levels) {
  static final int RATE = 25;
  static final int SIDE = 64;

  /** Measures pictures of {@code height x width x 3} bytes and the sound of each frame. */
  static Observed of(byte[][] pictures, float[] samples, int sampleRate) {
    int frames = pictures.length;
    Observed result =
        new Observed(
            new double[frames], new double[frames], new double[frames], new double[frames]);
    for (int k = 0; k < frames; k++) {
      result.measurePicture(pictures, k);
      int from = (int) ((long) k * sampleRate / RATE);
      int to = (int) Math.min(samples.length, (k + 1L) * sampleRate / RATE);
      double energy = 1e-7;
      for (int n = from; n < to; n++) {
        energy += samples[n] * samples[n] / (double) (to - from);
      }
      result.levels[k] = Math.log(energy);
    }
    return result;
  }

  private void measurePicture(byte[][] pictures, int k) {
    byte[] now = pictures[k];
    byte[] before = pictures[Math.max(0, k - 1)];
    double change = 0;
    double sum = 0;
    double edges = 0;
    for (int at = 0; at + 5 < now.length; at += 3) {
      change += Math.abs(gray(now, at) - gray(before, at));
      sum += gray(now, at);
      edges += Math.abs(gray(now, at) - gray(now, at + 3));
    }
    int pixels = now.length / 3;
    motion[k] = change / pixels;
    brightness[k] = sum / pixels;
    contrast[k] = edges / pixels;
  }

  private static double gray(byte[] rgb, int at) {
    return ((rgb[at] & 255) + (rgb[at + 1] & 255) + (rgb[at + 2] & 255)) / 3.0;
  }

  /** Paints and renders {@code video} as if it had been decoded without loss. */
  static Observed of(ImpactsVideo video) {
    int width = Math.round((float) SIDE * video.config().width() / video.config().height());
    Scene.Painter painter = video.scene().painter(width, SIDE);
    byte[][] pictures = new byte[RATE * video.config().seconds()][];
    for (int k = 0; k < pictures.length; k++) {
      pictures[k] = painter.paint(video.microsOf(Math.toIntExact(video.rate().frameAt(k, RATE))));
    }
    return of(pictures, video.track(Cell.SAME_SAME).samples(), video.signal().sampleRate());
  }

  /**
   * Returns what a video-only classifier reads of the second that begins at {@code start}; motion
   * from its second frame on, as nothing comes before the first.
   */
  double[] videoFeatures(int start) {
    return new double[] {
      mean(motion, start + 1, RATE - 1),
      deviation(motion, start + 1, RATE - 1),
      mean(brightness, start, RATE),
      deviation(brightness, start, RATE),
      mean(contrast, start, RATE),
      motion[start + 1],
      motion[start + RATE - 1]
    };
  }

  /** Returns what an audio-only classifier reads of the second that begins at {@code start}. */
  double[] audioFeatures(int start) {
    return new double[] {
      mean(levels, start, RATE),
      deviation(levels, start, RATE),
      levels[start],
      levels[start + RATE - 1]
    };
  }

  /**
   * Returns the correlation of motion and sound over one second, where sound frame k goes with
   * picture k + lag; {@code rise} takes only increases of both.
   */
  double agreement(int videoStart, int audioStart, int lag, boolean rise) {
    double[] x = new double[RATE - 2];
    double[] y = new double[RATE - 2];
    for (int k = 0; k < x.length; k++) {
      int video = videoStart + k + 1 + lag;
      int audio = audioStart + k + 1;
      x[k] = rise ? Math.max(0, motion[video] - motion[video - 1]) : motion[video];
      y[k] = rise ? Math.max(0, levels[audio] - levels[audio - 1]) : levels[audio];
    }
    double mx = mean(x, 0, x.length);
    double my = mean(y, 0, y.length);
    double xx = 1e-12;
    double yy = 1e-12;
    double xy = 0;
    for (int k = 0; k < x.length; k++) {
      xx += (x[k] - mx) * (x[k] - mx);
      yy += (y[k] - my) * (y[k] - my);
      xy += (x[k] - mx) * (y[k] - my);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double mean(double[] values, int start, int count) {
    double sum = 0;
    for (int k = start; k < start + count; k++) {
      sum += values[k];
    }
    return sum / count;
  }

  private static double deviation(double[] values, int start, int count) {
    double mean = mean(values, start, count);
    double sum = 0;
    for (int k = start; k < start + count; k++) {
      sum += (values[k] - mean) * (values[k] - mean);
    }
    return Math.sqrt(sum / count);
  }
}

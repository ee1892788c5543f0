package avts.pretrain.probe.audio;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.LayerMaps;

/**
 * Pools a layer's maps to one row for each clip: of each channel the mean and the greatest value
 * over time and a band of filters.
 *
 * @param bands parts that the filters are divided into, at least 1
 */
record MapStatistics(int bands) {
  private static final int FIGURES = 2;

  MapStatistics {
    checkArgument(bands >= 1, "bands must be positive, got %s", bands);
  }

  /** Returns a row for each clip: by channel, then band, mean before maximum. */
  float[][] of(LayerMaps maps) {
    int channels = maps.channels();
    int filters = maps.shape().get(1);
    int windows = maps.shape().get(2);
    checkArgument(filters >= bands, "%s rows cannot be divided into %s bands", filters, bands);
    float[][] rows = new float[maps.clips()][FIGURES * channels * bands];
    for (int clip = 0; clip < rows.length; clip++) {
      for (int channel = 0; channel < channels; channel++) {
        int start = (clip * channels + channel) * filters * windows;
        for (int band = 0; band < bands; band++) {
          int from = start + band * filters / bands * windows;
          int to = start + (band + 1) * filters / bands * windows;
          describe(maps.values(), from, to, rows[clip], FIGURES * (channel * bands + band));
        }
      }
    }
    return rows;
  }

  private static void describe(float[] values, int from, int to, float[] target, int at) {
    double sum = 0;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      sum += values[i];
      greatest = Math.max(greatest, values[i]);
    }
    target[at] = (float) (sum / (to - from));
    target[at + 1] = greatest;
  }
}

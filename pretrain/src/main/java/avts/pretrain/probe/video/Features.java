package avts.pretrain.probe.video;

import avts.pretrain.probe.video.LabelledData.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a frozen encoder gives for the clips of some videos. Immutable.
 *
 * @param rows place of each video's first clip, by file
 * @param values features of the clips, one after another
 * @param clips clips of a video
 * @param size length of a feature vector
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Features(Map<String, Integer> rows, float[] values, int clips, int size) {

  Features {
    rows = Map.copyOf(rows);
  }

  static Features of(List<Item> videos, float[] values, int clips) {
    Map<String, Integer> rows = new HashMap<>();
    for (int i = 0; i < videos.size(); i++) {
      rows.put(videos.get(i).video().file(), i * clips);
    }
    return new Features(rows, values, clips, values.length / (videos.size() * clips));
  }

  /** Returns the features of all clips of {@code videos}, {@code [videos, clips, size]}. */
  float[] of(List<Item> videos) {
    float[] chosen = new float[videos.size() * clips * size];
    for (int i = 0; i < videos.size(); i++) {
      Integer row = rows.get(videos.get(i).video().file());
      if (row == null) {
        throw new IllegalArgumentException(videos.get(i).video().file() + " was not encoded");
      }
      System.arraycopy(values, row * size, chosen, i * clips * size, clips * size);
    }
    return chosen;
  }

  /** Returns the mean over the clips of each of {@code videos}, scaled to length 1. */
  double[][] unitMeans(List<Item> videos) {
    float[] all = of(videos);
    double[][] means = new double[videos.size()][size];
    for (int i = 0; i < videos.size(); i++) {
      double squares = 0;
      for (int k = 0; k < size; k++) {
        for (int clip = 0; clip < clips; clip++) {
          means[i][k] += all[(i * clips + clip) * size + k];
        }
        squares += means[i][k] * means[i][k];
      }
      double length = Math.max(1e-12, Math.sqrt(squares));
      for (int k = 0; k < size; k++) {
        means[i][k] /= length;
      }
    }
    return means;
  }
}

package avts.pretrain.probe.video;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.probe.video.LabelledData.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Probability of each class for some videos: the mean of softmax over each video's clips.
 *
 * @param probabilities {@code [videos][classes]}
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record ClassScores(double[][] probabilities) {

  /**
   * Averages clips.
   *
   * @param logits {@code [videos, clips, classes]}
   */
  static ClassScores of(float[] logits, int videos, int clips, int classes) {
    checkArgument(
        logits.length == videos * clips * classes,
        "%s videos of %s clips with %s classes need as many logits, got %s",
        videos,
        clips,
        classes,
        logits.length);
    double[][] mean = new double[videos][classes];
    for (int row = 0; row < videos * clips; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        largest = Math.max(largest, logits[row * classes + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logits[row * classes + k] - largest);
      }
      for (int k = 0; k < classes; k++) {
        mean[row / clips][k] += Math.exp(logits[row * classes + k] - largest) / sum / clips;
      }
    }
    return new ClassScores(mean);
  }

  /** Returns the most probable class of each video. */
  List<Prediction> predictions(List<Item> videos) {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < videos.size(); i++) {
      Item video = videos.get(i);
      predictions.add(
          new Prediction(
              video.video().file(),
              video.video().group(),
              video.file().label(),
              largest(probabilities[i])));
    }
    return predictions;
  }

  /** Returns the share of {@code videos} that are told right. */
  double accuracy(List<Item> videos) {
    return predictions(videos).stream().mapToDouble(Prediction::right).average().orElseThrow();
  }

  /** Returns the mean logarithm of the probability of the right class, at most 0. */
  double logLikelihood(List<Item> videos) {
    double sum = 0;
    for (int i = 0; i < videos.size(); i++) {
      sum += Math.log(Math.max(1e-12, probabilities[i][videos.get(i).file().label()]));
    }
    return sum / videos.size();
  }

  static int largest(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      if (values[k] > values[best]) {
        best = k;
      }
    }
    return best;
  }
}

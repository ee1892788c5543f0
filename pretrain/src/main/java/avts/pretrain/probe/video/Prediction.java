package avts.pretrain.probe.video;

/**
 * What was said of one test video.
 *
 * @param file the video
 * @param group its group
 * @param label its class
 * @param predicted the class that it was taken for
 */
public record Prediction(String file, String group, int label, int predicted) {

  /** Returns 1 for a right one, 0 for a wrong one. */
  double right() {
    return label == predicted ? 1 : 0;
  }
}

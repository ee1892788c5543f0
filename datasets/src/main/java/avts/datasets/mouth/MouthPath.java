package avts.datasets.mouth;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where a mouth is in consecutive pictures.
 *
 * @param firstFrame number of the first picture
 * @param boxes its box in each picture
 * @param confidences how sure each is, 0 (between two sightings) to 1 (given)
 */
record MouthPath(int firstFrame, List<Box> boxes, List<Double> confidences) {

  MouthPath {
    boxes = List.copyOf(boxes);
    confidences = List.copyOf(confidences);
  }

  /** Returns the path of a mouth that never moves. */
  static MouthPath fixed(Box box, int frames) {
    return new MouthPath(0, Collections.nCopies(frames, box), Collections.nCopies(frames, 1.0));
  }

  /**
   * Returns the mouth of a face: a box around a point below the middle of the face, of a width in
   * proportion to the face's. Gaps are bridged by straight lines; the middle is smoothed by a
   * median, against single wrong boxes, and a mean, against jitter; the size by longer ones, so
   * that a crop does not breathe.
   *
   * @param ratio width over height of the box
   * @param framesPerSecond pictures per second, to which the windows' lengths in seconds refer
   */
  static MouthPath of(FaceTrack track, double ratio, double framesPerSecond) {
    int frames = track.faces().size();
    double[] across = new double[frames];
    double[] down = new double[frames];
    double[] sizes = new double[frames];
    Double[] confidences = new Double[frames];
    Arrays.fill(across, Double.NaN);
    for (int i = 0; i < frames; i++) {
      Face face = track.faces().get(i).orElse(null);
      confidences[i] = face == null ? 0.0 : face.confidence();
      if (face != null) {
        across[i] = face.box().x() + Mouths.ACROSS * face.box().width();
        down[i] = face.box().y() + Mouths.DOWN * face.box().height();
        sizes[i] = Mouths.WIDTH * face.box().width();
      }
    }
    Smoothing.bridge(across, down, sizes);
    double[] x = Smoothing.smooth(across, Mouths.PLACE_SECONDS * framesPerSecond);
    double[] y = Smoothing.smooth(down, Mouths.PLACE_SECONDS * framesPerSecond);
    double[] size = Smoothing.smooth(sizes, Mouths.SIZE_SECONDS * framesPerSecond);
    Box[] boxes = new Box[frames];
    for (int i = 0; i < frames; i++) {
      double height = size[i] / ratio;
      boxes[i] = new Box(x[i] - size[i] / 2, y[i] - height / 2, size[i], height);
    }
    return new MouthPath(track.firstFrame(), List.of(boxes), List.of(confidences));
  }
}

package avts.datasets.mouth;

import avts.datasets.time.FrameRate;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies beside a crop as {@code NAME.json}.
 *
 * @param source the file that it was cut from, by its name in the manifest
 * @param sourceSha256 hash of that file
 * @param sourceWidth columns of its pictures
 * @param sourceHeight rows of its pictures
 * @param startMicros where on the source's timeline the crop begins
 * @param frameRate pictures per second
 * @param region where mouths were looked for
 * @param foundShare share of the pictures in which the face was found; 1 for a given place
 * @param boxes left edge, upper edge, width and height in pixels of the source, for each picture
 * @param confidences how sure each box is, 0 (between two sightings) to 1 (given)
 */
record MouthSidecar(
    String source,
    String sourceSha256,
    int sourceWidth,
    int sourceHeight,
    long startMicros,
    FrameRate frameRate,
    String region,
    double foundShare,
    List<List<Double>> boxes,
    List<Double> confidences) {

  /** Returns boxes as rows of numbers, rounded to hundredths of a pixel. */
  static List<List<Double>> rows(List<Box> boxes) {
    List<List<Double>> rows = new ArrayList<>();
    for (Box box : boxes) {
      rows.add(
          List.of(rounded(box.x()), rounded(box.y()), rounded(box.width()), rounded(box.height())));
    }
    return rows;
  }

  /** Returns a number rounded to hundredths. */
  static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

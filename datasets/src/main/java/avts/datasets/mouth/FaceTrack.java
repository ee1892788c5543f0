package avts.datasets.mouth;

import java.util.List;
import java.util.Optional;

/**
 * One face through consecutive pictures.
 *
 * @param firstFrame number of the first picture
 * @param faces the face in each picture, empty where it was not found; first and last were found
 */
record FaceTrack(int firstFrame, List<Optional<Face>> faces) {

  FaceTrack {
    faces = List.copyOf(faces);
  }

  /** Returns the share of pictures in which the face was found. */
  double foundShare() {
    return (double) faces.stream().filter(Optional::isPresent).count() / faces.size();
  }
}

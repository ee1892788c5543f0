package avts.datasets.mouth;

import java.util.List;

/** Finds faces in single pictures. Belongs to one thread at a time. */
interface FaceFinder extends AutoCloseable {

  /**
   * Returns the faces of a picture in any order.
   *
   * @param gray {@code height x width} brightness values
   */
  List<Face> find(byte[] gray, int width, int height);

  @Override
  void close();
}

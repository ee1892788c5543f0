package avts.transfer.feature;

import avts.datasets.media.MediaException;
import avts.datasets.take.GrayVideo;

/** Pictures of mouths as vectors, in the way that was fitted to known takes. */
public interface PictureVectors extends AutoCloseable {

  /** Returns the steps in time of a take. */
  int steps();

  /** Returns the length of the vector of a step. */
  int width();

  /**
   * Returns the vectors of one take, {@code [steps, width]}.
   *
   * @param video its pictures
   * @param speaker whose they are; a speaker who was not known is taken as the mean of all
   */
  float[] of(GrayVideo video, String speaker) throws MediaException;

  @Override
  default void close() {}
}

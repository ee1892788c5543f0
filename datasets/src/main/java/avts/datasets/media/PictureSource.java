package avts.datasets.media;

import avts.datasets.time.FrameSpan;

/** Gives the pictures of any span of frames. Belongs to one thread at a time. */
public interface PictureSource {

  /**
   * Returns the pictures of {@code span}, scaled so that the smaller side has {@code smallSide}
   * pixels (0: unscaled). Frame k is the picture shown at time k / rate.
   *
   * @throws MediaException if there are no pictures or they cannot be decoded over the whole span
   */
  VideoFrames readFrames(FrameSpan span, int smallSide) throws MediaException;
}

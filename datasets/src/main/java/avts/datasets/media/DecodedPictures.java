package avts.datasets.media;

import avts.datasets.time.FrameRate;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Gives pictures as their decoder left them. Belongs to one thread at a time. */
interface DecodedPictures {

  /**
   * A picture at a moment.
   *
   * @param picture owned by who gave it, valid until the next one is asked for
   * @param ticks its timestamp, by which it is told from others
   * @param ageMicros how long it has been shown already, not negative
   */
  record Shown(AVFrame picture, long ticks, long ageMicros) {}

  /**
   * Returns the picture shown at time {@code frame / rate}.
   *
   * @throws MediaException if there is none or it is damaged
   */
  Shown at(long frame, FrameRate rate) throws MediaException;
}

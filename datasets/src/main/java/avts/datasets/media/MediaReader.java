package avts.datasets.media;

import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;

/**
 * Reads pictures and sound of one file on one timeline.
 *
 * <p>Time 0 is timestamp 0 of the container after its edit lists. Frame k of a span is the picture
 * shown at time k / rate: the one with the nearest timestamp at or before it (the first picture
 * where none is earlier). Sample n of a span is the sound at time n / rate; before the sound begins
 * and after it ends there is silence. Streams that start late or early are therefore aligned.
 *
 * <p>A reader belongs to one thread at a time. Spans may be read in any order; ascending order is
 * fastest. Reading the same span again gives the same bits, whatever was read before.
 */
public interface MediaReader extends PictureSource, AutoCloseable {

  /** Returns what the container says of itself. */
  MediaInfo info();

  /**
   * Decodes the pictures of {@code span}, scaled so that the smaller side has {@code smallSide}
   * pixels (0: unscaled), rotated as the metadata asks.
   *
   * @throws MediaException if there is no picture stream or it cannot be decoded over the whole
   *     span
   */
  @Override
  VideoFrames readFrames(FrameSpan span, int smallSide) throws MediaException;

  /**
   * Decodes the sound of {@code span}, mixed down to mono and resampled to the span's rate.
   *
   * @return {@code span.count()} samples in -1..1
   * @throws MediaException if there is no sound stream or it cannot be decoded
   */
  float[] readSamples(SampleSpan span) throws MediaException;

  @Override
  void close();
}

package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a file, decoded once and kept in memory: overlapping windows cost no second
 * decoding. Every span within it has the bits that the file's own reader gives.
 *
 * <p>The sound may be moved against the pictures by whole samples, as if the file had been cut
 * anew. Immutable and thread-safe; closing it does nothing.
 */
public final class DecodedStretch implements MediaReader {
  private final MediaInfo info;
  private final FrameSpan frames;
  private final int smallSide;
  private final VideoFrames pictures;
  private final @Nullable SampleSpan samples;
  private final float[] sound;
  private final long soundShift;

  /**
   * What is decoded.
   *
   * @param frames the pictures
   * @param smallSide pixels of their smaller side, 0: unscaled
   * @param samples the sound; null for none
   */
  public record Span(FrameSpan frames, int smallSide, @Nullable SampleSpan samples) {}

  private DecodedStretch(
      MediaInfo info, Span span, VideoFrames pictures, float[] sound, long shift) {
    this.info = info;
    this.frames = span.frames;
    this.smallSide = span.smallSide;
    this.pictures = pictures;
    this.samples = span.samples;
    this.sound = sound;
    this.soundShift = shift;
  }

  /**
   * Decodes {@code span}; the caller closes the readers.
   *
   * @param pictures the file that is seen
   * @param sound the file that is heard, usually the same reader
   * @throws MediaException if pictures or sound cannot be decoded
   */
  public static DecodedStretch decode(MediaReader pictures, MediaReader sound, Span span)
      throws MediaException {
    return new DecodedStretch(
        pictures.info(),
        span,
        pictures.readFrames(span.frames, span.smallSide),
        span.samples == null ? new float[0] : sound.readSamples(span.samples),
        0);
  }

  /**
   * Returns the same stretch with the sound {@code samples} later, a negative number: earlier. What
   * was kept of the sound moves along, so spans near its ends may no longer be there.
   */
  public DecodedStretch withSoundLater(long samples) {
    return new DecodedStretch(
        info,
        new Span(frames, smallSide, this.samples),
        pictures,
        sound,
        Math.addExact(soundShift, samples));
  }

  /** Returns the same stretch with digital silence for its sound. */
  public DecodedStretch silent() {
    return new DecodedStretch(
        info, new Span(frames, smallSide, samples), pictures, new float[sound.length], soundShift);
  }

  /** Returns the same stretch with its first picture shown throughout. */
  public DecodedStretch still() {
    byte[] rgb = new byte[pictures.rgb().length];
    int bytes = rgb.length / pictures.frames();
    for (int frame = 0; frame < pictures.frames(); frame++) {
      System.arraycopy(pictures.rgb(), 0, rgb, frame * bytes, bytes);
    }
    return new DecodedStretch(
        info,
        new Span(frames, smallSide, samples),
        new VideoFrames(
            rgb, pictures.frames(), pictures.height(), pictures.width(), pictures.ageMicros()),
        sound,
        soundShift);
  }

  @Override
  public MediaInfo info() {
    return info;
  }

  /**
   * Returns a copy of pictures that were decoded.
   *
   * @throws IllegalArgumentException if {@code span} lies outside, or asks for other pictures
   */
  @Override
  public VideoFrames readFrames(FrameSpan span, int smallSide) {
    checkArgument(
        span.rate().equals(frames.rate()) && smallSide == this.smallSide,
        "pictures of side %s at %s per second were decoded, not of side %s at %s",
        this.smallSide,
        frames.rate(),
        smallSide,
        span.rate());
    checkArgument(
        span.start() >= frames.start() && span.end() <= frames.end(),
        "frames %s to %s lie outside of %s to %s",
        span.start(),
        span.end(),
        frames.start(),
        frames.end());
    int bytes = pictures.rgb().length / pictures.frames();
    int first = Math.toIntExact(span.start() - frames.start());
    int end = first + span.count();
    return new VideoFrames(
        Arrays.copyOfRange(pictures.rgb(), first * bytes, end * bytes),
        span.count(),
        pictures.height(),
        pictures.width(),
        Arrays.copyOfRange(pictures.ageMicros(), first, end));
  }

  /**
   * Returns how long pictures have been shown already, on average, at their moment on the grid; one
   * that stands still counts as {@code mostMicros}.
   */
  public long meanAgeMicros(long mostMicros) {
    return Math.round(
        Arrays.stream(pictures.ageMicros())
            .map(age -> Math.min(age, mostMicros))
            .average()
            .orElse(0));
  }

  /**
   * Returns a copy of sound that was decoded.
   *
   * @throws IllegalArgumentException if {@code span} lies outside, or has another rate, or no sound
   *     was decoded
   */
  @Override
  public float[] readSamples(SampleSpan span) {
    checkArgument(samples != null, "no sound was decoded");
    checkArgument(
        span.rate() == samples.rate(),
        "sound at %s samples per second was decoded, not at %s",
        samples.rate(),
        span.rate());
    long from = span.start() - soundShift - samples.start();
    checkArgument(
        from >= 0 && from + span.count() <= samples.count(),
        "samples %s to %s lie outside of %s to %s",
        span.start(),
        span.end(),
        samples.start() + soundShift,
        samples.end() + soundShift);
    return Arrays.copyOfRange(sound, Math.toIntExact(from), Math.toIntExact(from) + span.count());
  }

  @Override
  public void close() {
    // Nothing but Java memory is held.
  }
}

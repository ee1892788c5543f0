package avts.datasets.media;

import avts.datasets.signal.Resampler;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import com.google.errorprone.annotations.MustBeClosed;
import org.jspecify.annotations.Nullable;

/**
 * Reads media files with FFmpeg's libraries, each stream through a decoder and a file position of
 * its own.
 *
 * <p>Timestamps are compared as integers on the stream's clock; half a tick of that clock counts as
 * equal, because containers round (Matroska to milliseconds). Pictures are scaled bilinearly with a
 * filter as wide as the shrinking asks for; their pixel aspect ratio is not applied. Sound is mixed
 * to mono as the plain mean of all channels but the low-frequency effects. Damaged data are an
 * error that names the position, never a made-up picture. Decoding uses one thread.
 *
 * <p>Native memory is held from {@link #open} to {@link #close}.
 */
public final class FfmpegMediaReader implements MediaReader {
  private final MediaSource source;
  private final MediaInfo info;
  private @Nullable InputFile probed;
  private @Nullable PictureReader pictures;
  private @Nullable SoundReader sound;
  private @Nullable Resampler resampler;
  private boolean closed;

  private FfmpegMediaReader(MediaSource source, InputFile probed) {
    this.source = source;
    this.probed = probed;
    this.info = probed.info();
  }

  /**
   * Opens {@code source}.
   *
   * @throws MediaException if there is no such file or it is not a media file
   */
  @MustBeClosed
  public static FfmpegMediaReader open(MediaSource source) throws MediaException {
    return new FfmpegMediaReader(source, InputFile.open(source));
  }

  @Override
  public MediaInfo info() {
    return info;
  }

  @Override
  public VideoFrames readFrames(FrameSpan span, int smallSide) throws MediaException {
    if (smallSide < 0) {
      throw new IllegalArgumentException("small side must not be negative, got " + smallSide);
    }
    return pictures().read(span, smallSide);
  }

  @Override
  public float[] readSamples(SampleSpan span) throws MediaException {
    SoundReader reader = sound();
    Resampler conversion = resampler(reader, span.rate());
    SampleSpan input = conversion.inputSpan(span);
    float[] samples = conversion.resample(reader.read(input), input.start(), span);
    for (int n = 0; n < samples.length; n++) {
      samples[n] = Math.max(-1f, Math.min(1f, samples[n]));
    }
    return samples;
  }

  private PictureReader pictures() throws MediaException {
    PictureReader existing = pictures;
    if (existing != null) {
      return existing;
    }
    MediaInfo.Video video = info.video();
    if (video == null) {
      throw new MediaException(source, "there is no picture stream");
    }
    PictureReader opened = PictureReader.open(takeFile(), video);
    pictures = opened;
    return opened;
  }

  private SoundReader sound() throws MediaException {
    SoundReader existing = sound;
    if (existing != null) {
      return existing;
    }
    MediaInfo.Audio audio = info.audio();
    if (audio == null) {
      throw new MediaException(source, "there is no sound stream");
    }
    SoundReader opened = SoundReader.open(takeFile(), audio);
    sound = opened;
    return opened;
  }

  private Resampler resampler(SoundReader reader, int rate) {
    Resampler existing = resampler;
    if (existing != null && existing.outputRate() == rate) {
      return existing;
    }
    Resampler created = Resamplers.between(reader.rate(), rate);
    resampler = created;
    return created;
  }

  /** The file opened to read its header serves the first stream; the second opens it again. */
  private InputFile takeFile() throws MediaException {
    if (closed) {
      throw new IllegalStateException("the reader of " + source + " is closed");
    }
    InputFile first = probed;
    probed = null;
    return first == null ? InputFile.open(source) : first;
  }

  @Override
  public void close() {
    closed = true;
    if (probed != null) {
      probed.close();
      probed = null;
    }
    if (pictures != null) {
      pictures.close();
      pictures = null;
    }
    if (sound != null) {
      sound.close();
      sound = null;
    }
  }
}

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
  private final @Nullable KeptPictures kept;
  private @Nullable InputFile probed;
  private @Nullable PictureReader decoder;
  private KeptPictures.@Nullable Reader keeper;
  private @Nullable PictureRenderer renderer;
  private @Nullable SoundReader sound;
  private @Nullable Resampler resampler;
  private boolean closed;

  private FfmpegMediaReader(InputFile probed, @Nullable KeptPictures kept) {
    this.source = probed.source();
    this.info = probed.info();
    this.probed = probed;
    this.kept = kept;
  }

  private FfmpegMediaReader(MediaSource source, MediaInfo info, KeptPictures kept) {
    this.source = source;
    this.info = info;
    this.kept = kept;
  }

  /**
   * Opens {@code source}.
   *
   * @throws MediaException if there is no such file or it is not a media file
   */
  @MustBeClosed
  public static FfmpegMediaReader open(MediaSource source) throws MediaException {
    return new FfmpegMediaReader(InputFile.open(source), null);
  }

  /**
   * Opens {@code source}, of which some pictures may be kept already and more will be. Where they
   * are all that is read, the file itself is opened the first time alone.
   *
   * @param kept pictures of the same file
   * @throws MediaException if there is no such file or it is not a media file
   */
  @MustBeClosed
  public static FfmpegMediaReader open(MediaSource source, KeptPictures kept)
      throws MediaException {
    MediaInfo known = kept.info();
    if (known != null) {
      return new FfmpegMediaReader(source, known, kept);
    }
    InputFile file = InputFile.open(source);
    kept.setInfo(file.info());
    return new FfmpegMediaReader(file, kept);
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
    requireOpen();
    return renderer().render(pictures(), span, smallSide);
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

  private PictureRenderer renderer() throws MediaException {
    PictureRenderer existing = renderer;
    if (existing != null) {
      return existing;
    }
    PictureRenderer created = new PictureRenderer(source, video());
    renderer = created;
    return created;
  }

  private DecodedPictures pictures() throws MediaException {
    if (kept == null) {
      return decoder();
    }
    KeptPictures.Reader existing = keeper;
    if (existing != null) {
      return existing;
    }
    KeptPictures.Reader created = kept.reader(this::decoder);
    keeper = created;
    return created;
  }

  private PictureReader decoder() throws MediaException {
    PictureReader existing = decoder;
    if (existing != null) {
      return existing;
    }
    PictureReader opened = PictureReader.open(takeFile(), video());
    decoder = opened;
    return opened;
  }

  private MediaInfo.Video video() throws MediaException {
    MediaInfo.Video video = info.video();
    if (video == null) {
      throw new MediaException(source, "there is no picture stream");
    }
    return video;
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
    requireOpen();
    InputFile first = probed;
    probed = null;
    return first == null ? InputFile.open(source) : first;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the reader of " + source + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    if (probed != null) {
      probed.close();
      probed = null;
    }
    if (renderer != null) {
      renderer.close();
      renderer = null;
    }
    if (keeper != null) {
      keeper.close();
      keeper = null;
    }
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
    if (sound != null) {
      sound.close();
      sound = null;
    }
  }
}

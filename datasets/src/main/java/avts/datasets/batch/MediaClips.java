package avts.datasets.batch;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.KeptSound;
import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.media.DecodedStretch;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clips decoded from the files of a manifest, originals or prepared store alike. Thread-safe. */
public final class MediaClips implements NormalisedClips {
  private final Manifest manifest;
  private final ClipConfig clip;
  private final FilterBankConfig features;
  private final AugmentConfig augment;
  private final FeatureNormalisation normalisation;
  private final Opener opener;
  private final @Nullable KeptMedia kept;
  private final int videoLength;
  private final int audioLength;

  /** Work space at rest; as many pieces as readers were ever open at once. */
  private final ConcurrentLinkedQueue<ClipReader> idle;

  /** Opens a file of the manifest. */
  @FunctionalInterface
  private interface Opener {
    @MustBeClosed
    MediaReader open(int file) throws MediaException;
  }

  /**
   * Prepares reading; no file is touched.
   *
   * @param manifest the files
   * @param clip length, size and scaling of the pictures
   * @param features settings of the log filter bank
   * @param augment what is changed at random in training
   * @param normalisation mean and spread of each filter
   */
  public MediaClips(
      Manifest manifest,
      ClipConfig clip,
      FilterBankConfig features,
      AugmentConfig augment,
      FeatureNormalisation normalisation) {
    this.manifest = manifest;
    this.clip = clip;
    this.features = features;
    this.augment = augment;
    this.normalisation = normalisation;
    this.opener = file -> FfmpegMediaReader.open(manifest.source(file));
    this.kept = null;
    this.idle = new ConcurrentLinkedQueue<>();
    ClipReader first = workSpace();
    videoLength = first.videoLength();
    audioLength = first.audioLength();
    idle.add(first);
  }

  private MediaClips(MediaClips settings, Opener opener, @Nullable KeptMedia kept) {
    this.manifest = settings.manifest;
    this.clip = settings.clip;
    this.features = settings.features;
    this.augment = settings.augment;
    this.normalisation = settings.normalisation;
    this.opener = opener;
    this.kept = kept;
    this.idle = settings.idle;
    this.videoLength = settings.videoLength;
    this.audioLength = settings.audioLength;
  }

  /** Returns clips of the same kind, cut from {@code stretch} whatever file is asked for. */
  public MediaClips of(DecodedStretch stretch) {
    return new MediaClips(this, file -> stretch, null);
  }

  /**
   * Returns the same clips for files that are read again and again: decoded pictures and, where
   * augmentation leaves the samples as they are, features are kept in memory outside the Java heap
   * and not worked out a second time. What does not fit is read as ever.
   *
   * @param bytes most memory to take, not negative
   */
  public MediaClips keeping(long bytes) {
    KeptMedia media = new KeptMedia(bytes);
    return new MediaClips(
        this,
        file -> FfmpegMediaReader.open(manifest.source(file), media.of(file).pictures()),
        media);
  }

  @Override
  public MediaClips raw() {
    return new MediaClips(
        manifest,
        clip.withRawPixels(),
        features,
        AugmentConfig.off(),
        FeatureNormalisation.none(features.filters()));
  }

  @Override
  public int channels() {
    return clip.channels();
  }

  @Override
  public int filters() {
    return features.filters();
  }

  @Override
  public int videoLength() {
    return videoLength;
  }

  @Override
  public int audioLength() {
    return audioLength;
  }

  @Override
  @MustBeClosed
  public Reader open(int file) throws MediaException {
    return new OpenFile(file);
  }

  private ClipReader workSpace() {
    ClipReader found = idle.poll();
    return found == null ? new ClipReader(clip, features, augment, normalisation) : found;
  }

  private final class OpenFile implements Reader {
    private final MediaReader media;
    private final KeptSound sound;
    private final ClipReader reader = workSpace();

    // The file passes into the hands of this object, which closes it.
    @SuppressWarnings("MustBeClosedChecker")
    @MustBeClosed
    OpenFile(int file) throws MediaException {
      media = opener.open(file);
      sound = new KeptSound(media, kept == null ? null : kept.of(file).features());
    }

    @Override
    public void readVideo(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset)
        throws MediaException {
      reader.readVideo(media, window, augmentation, target, offset);
    }

    @Override
    public void readAudio(
        Window window, @Nullable RandomGenerator augmentation, float[] target, int offset)
        throws MediaException {
      reader.readAudio(sound, window, augmentation, target, offset);
    }

    @Override
    public void close() {
      media.close();
      idle.add(reader);
    }
  }
}

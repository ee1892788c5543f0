package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import avts.datasets.media.PictureSource;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameSpan;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts windows from media files: normalised pixels and normalised log filter banks.
 *
 * <p>Pictures: decoded at the drawn scale, a square cut out, {@code (pixel - mean) / std} per
 * channel; the same scale, crop, flip and colours for all frames. Sound: exactly as long as the
 * clip, from {@link Window#startSample} on, {@link avts.datasets.signal.LogFilterBank}, each filter
 * normalised. The sample before the window takes part in the pre-emphasis, so features do not
 * depend on where a file was cut.
 *
 * <p>Without a generator the clip is read as for evaluation: middle crop, nothing random. With one,
 * everything random is drawn from it before anything is decoded.
 *
 * <p>An instance owns work space and belongs to one thread at a time; it keeps nothing of the files
 * it has read from.
 */
public final class ClipReader {
  private final ClipConfig clip;
  private final FilterBankConfig features;
  private final AugmentConfig augment;
  private final PictureCropper cropper;
  private final SoundFeatures sound;

  /**
   * Prepares tables and work space.
   *
   * @param clip length, size and scaling of the pictures
   * @param features settings of the log filter bank
   * @param augment what is changed at random in training
   * @param normalisation mean and spread of each filter, as many as the filter bank has
   */
  public ClipReader(
      ClipConfig clip,
      FilterBankConfig features,
      AugmentConfig augment,
      FeatureNormalisation normalisation) {
    checkArgument(
        normalisation.filters() == features.filters(),
        "%s filters cannot be normalised by the statistics of %s",
        features.filters(),
        normalisation.filters());
    this.clip = clip;
    this.features = features;
    this.augment = augment;
    this.cropper = new PictureCropper(clip);
    this.sound = new SoundFeatures(clip, features, normalisation);
  }

  /** Returns the number of values in a clip's video. */
  public int videoLength() {
    return clip.videoLength();
  }

  /** Returns the number of values in a clip's audio. */
  public int audioLength() {
    return features.filters() * sound.windows();
  }

  /** Returns the shape of a clip's video: channels, frames, height, width. */
  public int[] videoShape() {
    return new int[] {clip.channels(), clip.frames(), clip.size(), clip.size()};
  }

  /** Returns the shape of a clip's audio: 1, filters, windows. */
  public int[] audioShape() {
    return new int[] {1, features.filters(), sound.windows()};
  }

  /**
   * Reads a whole clip as for evaluation.
   *
   * @throws MediaException if pictures or sound cannot be decoded; the message names the file
   */
  public Clip read(MediaReader reader, Window window) throws MediaException {
    Clip result = new Clip(new float[videoLength()], new float[audioLength()]);
    readVideo(reader, window, null, result.video(), 0);
    readAudio(reader, window, null, result.audio(), 0);
    return result;
  }

  /**
   * Writes the pixels of a window, {@code [C, T, H, W]}.
   *
   * @param pictures the open file that the window lies in
   * @param augmentation what scale, crop, flip, colours and frame order are drawn from; null for
   *     the middle crop as it is
   * @param target receives {@link #videoLength} values
   * @param offset index of the first value in {@code target}
   * @throws MediaException if the pictures cannot be decoded; the message names the file
   */
  public void readVideo(
      PictureSource pictures,
      Window window,
      @Nullable RandomGenerator augmentation,
      float[] target,
      int offset)
      throws MediaException {
    checkRoom(target, offset, videoLength());
    PictureDraw draw =
        augmentation == null
            ? PictureDraw.evaluation(clip, window)
            : PictureDraw.training(clip, augment, augmentation);
    boolean single = clip.view() == ClipView.SINGLE_FRAME;
    long start = window.startFrame();
    FrameSpan span =
        single ? new FrameSpan(start + clip.frames() / 2, 1, clip.frameRate()) : clip.span(start);
    cropper.crop(pictures.readFrames(span, draw.smallSide()), draw, target, offset);
  }

  /**
   * Writes the log filter bank of a window, {@code [1, filters, windows]}.
   *
   * @param reader the open file that the window lies in
   * @param augmentation what gain, noise and masks are drawn from; null for the sound as it is
   * @param target receives {@link #audioLength} values
   * @param offset index of the first value in {@code target}
   * @throws MediaException if the sound cannot be decoded; the message names the file
   */
  public void readAudio(
      MediaReader reader,
      Window window,
      @Nullable RandomGenerator augmentation,
      float[] target,
      int offset)
      throws MediaException {
    readAudio(new KeptSound(reader, null), window, augmentation, target, offset);
  }

  /**
   * Writes the same values as from {@code sound.media()} alone; what is kept is not computed again.
   *
   * @param sound the open file that the window lies in, and what is kept of it
   * @param augmentation what gain, noise and masks are drawn from; null for the sound as it is
   * @param target receives {@link #audioLength} values
   * @param offset index of the first value in {@code target}
   * @throws MediaException if the sound cannot be decoded; the message names the file
   */
  public void readAudio(
      KeptSound sound,
      Window window,
      @Nullable RandomGenerator augmentation,
      float[] target,
      int offset)
      throws MediaException {
    checkRoom(target, offset, audioLength());
    this.sound.read(sound, window, draw(augmentation), target, offset);
  }

  /**
   * Writes stored features of a window, {@code [1, filters, windows]}: as many vectors as the
   * settings of the log filter bank, which describe their shape here, give a clip, from the one
   * nearest to the window's start on. What would lie behind the last vector is that vector again.
   *
   * @param stored the features of the whole sound: {@code filters} values a vector, at the filter
   *     bank's hop
   * @param augmentation what masks are drawn from; null for the features as they are
   * @param target receives {@link #audioLength} values
   * @param offset index of the first value in {@code target}
   * @throws IllegalArgumentException if the features have another shape, or augmentation asks for
   *     gain or noise, which stored features cannot be given
   */
  public void readAudio(
      FeatureTrack stored,
      Window window,
      @Nullable RandomGenerator augmentation,
      float[] target,
      int offset) {
    checkRoom(target, offset, audioLength());
    checkArgument(
        augmentation == null || (augment.gainDb() == 0 && augment.noiseShare() == 0),
        "augment.gain_db and augment.noise_share must be 0 where the sound is stored as features,"
            + " got %s and %s",
        Double.valueOf(augment.gainDb()),
        Double.valueOf(augment.noiseShare()));
    sound.copy(stored, window, draw(augmentation), target, offset);
  }

  private SoundDraw draw(@Nullable RandomGenerator augmentation) {
    return augmentation == null
        ? SoundDraw.EVALUATION
        : SoundDraw.training(augment, features, sound.windows(), augmentation);
  }

  private static void checkRoom(float[] target, int offset, int length) {
    checkArgument(
        offset >= 0 && offset <= target.length - length,
        "%s values do not fit behind offset %s of %s",
        length,
        offset,
        target.length);
  }
}

package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;

/**
 * How takes are read. AV-Letters is stored as pictures and MFCC; of the rest it uses {@code
 * soundAlone} and {@code mostLeftOut} alone.
 *
 * @param height rows of a picture, 1 to 1024; pictures are scaled until they cover height and
 *     width, and the middle is cut out
 * @param width columns of a picture, 1 to 1024
 * @param frameRate pictures per second, whatever the file's own
 * @param sound where the features of the sound come from
 * @param filterBank settings of the log filter bank, used where the features are computed
 * @param gridPart which word of a GRID sentence is the label
 * @param soundAlone what is done with takes of which there is sound and no pictures
 * @param mostLeftOut largest share of the takes that may be left out for a fault, 0 to 1; more is
 *     an error
 */
public record TakeOptions(
    int height,
    int width,
    FrameRate frameRate,
    Sound sound,
    FilterBankConfig filterBank,
    GridPart gridPart,
    SoundAlone soundAlone,
    double mostLeftOut) {

  /** What is done with takes of which there is sound and no pictures. */
  public enum SoundAlone {
    /** They are takes, of which {@link Take#pictures} is false. */
    ACCEPT,
    /** Every take has pictures; files of sound alone are passed over, takes without are faults. */
    REFUSE
  }

  /** Where the features of the sound come from. */
  public enum Sound {
    /** A log filter bank of the sound in the video file. */
    FILTER_BANK,
    /** {@code NAME.mfcc} beside {@code NAME.mp4}, see {@link HtkFile}. */
    STORED
  }

  /** Checks the ranges. */
  public TakeOptions {
    checkArgument(
        height >= 1 && height <= 1024 && width >= 1 && width <= 1024,
        "height and width must lie in 1..1024 pixels, got %s and %s",
        height,
        width);
    checkArgument(
        mostLeftOut >= 0 && mostLeftOut <= 1,
        "most_left_out must lie in 0..1, got %s",
        mostLeftOut);
  }

  /**
   * Returns the size and rate of AV-Letters, 60 x 80 at 25 per second, with the paper's filter bank
   * ({@link FilterBankConfig#paper}), GRID's letters, no takes of sound alone, and at most a tenth
   * left out.
   */
  public static TakeOptions usual() {
    return new TakeOptions(
        60,
        80,
        FrameRate.of(25),
        Sound.FILTER_BANK,
        FilterBankConfig.paper(),
        GridPart.LETTER,
        SoundAlone.REFUSE,
        0.1);
  }

  /** Returns this with another source of sound features. */
  public TakeOptions withSound(Sound changed) {
    return new TakeOptions(
        height, width, frameRate, changed, filterBank, gridPart, soundAlone, mostLeftOut);
  }

  /** Returns this with another word of GRID's sentences as label. */
  public TakeOptions withGridPart(GridPart changed) {
    return new TakeOptions(
        height, width, frameRate, sound, filterBank, changed, soundAlone, mostLeftOut);
  }

  /** Returns this with another share of takes that may be left out. */
  public TakeOptions withMostLeftOut(double changed) {
    return new TakeOptions(
        height, width, frameRate, sound, filterBank, gridPart, soundAlone, changed);
  }

  /** Returns this with another way with takes of sound alone. */
  public TakeOptions withSoundAlone(SoundAlone changed) {
    return new TakeOptions(
        height, width, frameRate, sound, filterBank, gridPart, changed, mostLeftOut);
  }

  /** Returns whether takes of sound alone are takes. */
  boolean acceptsSoundAlone() {
    return soundAlone == SoundAlone.ACCEPT;
  }
}

package avts.distill.pretrained;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Which networks hear and see by the frozen encoders of a pretrained model. Clips slide over a
 * take; what an encoder gives for a clip tells about the clip's middle.
 *
 * @param hopFrames frames from the beginning of one clip to that of the next, at least 1
 * @param heard the audio encoder
 * @param seen the video encoder
 * @param teacherHears what audio-visual teachers hear, those with other takes' pictures too
 * @param teacherSees what teachers see
 * @param studentHears what students hear, and the teachers whose sound is the student's own
 */
public record EncodersConfig(
    int hopFrames,
    LayerConfig heard,
    LayerConfig seen,
    Hearing teacherHears,
    Seeing teacherSees,
    Hearing studentHears) {

  /** What a network hears. */
  public enum Hearing {
    /** The features of the sound themselves. */
    FEATURES,
    /** What the audio encoder makes of the same features. */
    ENCODER
  }

  /** What a network sees. */
  public enum Seeing {
    /** Principal components of the pictures. */
    PIXELS,
    /** What the video encoder makes of the pictures. */
    ENCODER
  }

  /**
   * One encoder.
   *
   * @param layer which of its outputs is taken, as in {@code avts embed --layer}: {@code encoder},
   *     {@code head}, or a layer inside, averaged over space (or filters) and time
   * @param takeMean whether the mean over the take is subtracted from each of its values
   * @param steps moments of a segment at which it is looked at, 1 to 1000
   */
  public record LayerConfig(String layer, boolean takeMean, int steps) {

    /** Checks the range. */
    public LayerConfig {
      checkArgument(steps >= 1 && steps <= 1000, "steps must lie in 1..1000, got %s", steps);
    }
  }

  /** Checks that an encoder has a use. */
  public EncodersConfig {
    checkArgument(hopFrames >= 1, "hop_frames must be positive, got %s", hopFrames);
    checkArgument(
        teacherHears == Hearing.ENCODER
            || teacherSees == Seeing.ENCODER
            || studentHears == Hearing.ENCODER,
        "nobody hears or sees by an encoder: write senses.encoders: null");
  }

  /** Returns whether the audio encoder has a use. */
  boolean hear() {
    return teacherHears == Hearing.ENCODER || studentHears == Hearing.ENCODER;
  }
}

package avts.distill.sense;

import static com.google.common.base.Preconditions.checkArgument;

import avts.distill.pretrained.EncodersConfig;
import avts.distill.pretrained.EncodersConfig.Hearing;
import avts.distill.segment.SegmentConfig;
import org.jspecify.annotations.Nullable;

/**
 * What networks hear and see.
 *
 * @param heard the sound
 * @param seen the pictures
 * @param segments how takes are cut
 * @param encoders who hears and sees by the encoders of a pretrained model; null where all networks
 *     hear the features and see the pictures themselves
 */
public record SensesConfig(
    HeardConfig heard, SeenConfig seen, SegmentConfig segments, @Nullable EncodersConfig encoders) {

  /** Returns by what students hear. */
  public Hearing studentHears() {
    return encoders == null ? Hearing.FEATURES : encoders.studentHears();
  }

  /**
   * The sound.
   *
   * @param takeMean whether the mean over the take is subtracted from each value (cepstral mean
   *     normalisation)
   */
  public record HeardConfig(boolean takeMean) {}

  /**
   * The pictures.
   *
   * @param height rows that they are averaged down to, at least 1
   * @param width columns, at least 1
   * @param takeMean whether the mean picture of the take is subtracted
   * @param components principal components kept of a picture, at least 1
   */
  public record SeenConfig(int height, int width, boolean takeMean, int components) {

    /** Checks every range. */
    public SeenConfig {
      checkArgument(height >= 1 && width >= 1, "pictures need a size, got %s x %s", height, width);
      checkArgument(components >= 1, "components must be 1 or more, got %s", components);
    }
  }
}

package avts.transfer.tdl;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.model.VideoStage;
import avts.transfer.network.LearningConfig;

/**
 * How rows {@code unfrozen} train the video encoder together with its head.
 *
 * @param from the lowest stage that is trained, stage1 to stage5; those below stay frozen
 * @param encoderRate factor of the learning rate for the encoder's stages, at least 0
 * @param learning how both learn
 */
public record UnfreezeConfig(VideoStage from, double encoderRate, LearningConfig learning) {

  /** Checks the rate. */
  public UnfreezeConfig {
    checkArgument(
        encoderRate >= 0 && Double.isFinite(encoderRate),
        "encoder_rate must not be negative, got %s",
        encoderRate);
  }
}

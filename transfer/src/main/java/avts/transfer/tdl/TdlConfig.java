package avts.transfer.tdl;

import static com.google.common.base.Preconditions.checkArgument;

import avts.transfer.encoder.EncoderConfig;
import avts.transfer.feature.AudioFeatureConfig;
import avts.transfer.feature.VideoFeatureConfig;
import avts.transfer.mapping.MappingConfig;
import avts.transfer.network.LearningConfig;
import org.jspecify.annotations.Nullable;

/**
 * Networks, mappings and fine-tuning.
 *
 * @param pictures what the video network sees; null where encoders see for it
 * @param sound what the audio network sees; null where encoders hear for it
 * @param encoders the frozen encoders of a pretrained model below both networks, whose output is
 *     H^(0); null for networks on the takes themselves
 * @param video the video network N_V
 * @param audio the audio network N_A
 * @param heldOut share of the parallel takes that early stopping looks at and nothing is learned
 *     from, 0 to 0.9
 * @param mapping settings of all mappings; {@code kind} is set by the rows
 * @param speakerWeight size of the indicator of the speaker that is added to what is mapped, so
 *     that neighbours are rather takes of the same speaker; 0 to leave it out
 * @param mixedTakes takes of a label that a row {@code same-label} mixes, at least 1
 * @param extraShare share of each batch that a mix {@code mostly-video} takes from what is mapped,
 *     over 0 and below 1
 * @param finetune how the layers above i are fine-tuned, the same for all rows
 * @param unfreeze how rows {@code unfrozen} are made; null where there are none
 */
public record TdlConfig(
    @Nullable VideoFeatureConfig pictures,
    @Nullable AudioFeatureConfig sound,
    @Nullable EncoderConfig encoders,
    NetworkConfig video,
    NetworkConfig audio,
    double heldOut,
    MappingConfig mapping,
    double speakerWeight,
    int mixedTakes,
    double extraShare,
    LearningConfig finetune,
    @Nullable UnfreezeConfig unfreeze) {

  /** Checks every range. */
  public TdlConfig {
    checkArgument(
        encoders == null ? pictures != null && sound != null : pictures == null && sound == null,
        "pictures and sound, or encoders in place of both: the one is needed, the other is null");
    checkArgument(heldOut >= 0 && heldOut <= 0.9, "held_out must lie in 0..0.9, got %s", heldOut);
    checkArgument(
        speakerWeight >= 0 && Double.isFinite(speakerWeight),
        "speaker_weight must not be negative, got %s",
        speakerWeight);
    checkArgument(mixedTakes >= 1, "mixed_takes must be positive, got %s", mixedTakes);
    checkArgument(
        extraShare > 0 && extraShare < 1,
        "extra_share must lie between 0 and 1, got %s",
        extraShare);
  }
}

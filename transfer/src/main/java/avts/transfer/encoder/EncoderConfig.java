package avts.transfer.encoder;

import avts.pretrain.embed.TakeEmbedder.Windows;
import avts.pretrain.probe.video.EncoderStart;
import avts.transfer.feature.SpeakerNorm;

/**
 * How the frozen encoders of a pretrained model see and hear takes: H^(0) of both networks.
 *
 * @param start whether the encoders have the model's weights, or first weights drawn from the seed
 *     of each split, for comparison
 * @param windows how clips slide over a take; its parts are the steps in time
 * @param speaker how speakers are made alike; with none, each value has mean 0 and deviation 1 over
 *     all known takes
 */
public record EncoderConfig(EncoderStart start, Windows windows, SpeakerNorm speaker) {}

package avts.pretrain.probe.video;

import avts.datasets.clip.ClipConfig;
import avts.datasets.signal.FilterBankConfig;
import avts.pretrain.engine.SameDiffClassifier;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.List;

/**
 * What a run of a classifier is: its {@code config.yaml}, enough to load it again.
 *
 * @param seed root of everything random
 * @param start what the encoder began with: pretrained or scratch
 * @param set name of the labelled set and its split
 * @param share share of the training groups whose labels were known
 * @param bodyRate factor of the learning rate for the encoder
 * @param classes the classes in the order of the logits
 * @param clip length, size and scaling of the pictures, those of the pretraining
 * @param features the log filter bank of the pretraining; its size belongs to the network
 * @param network the pretraining's network, of which the video encoder is used
 * @param finetune how it was trained
 */
public record ClassifierConfig(
    long seed,
    EncoderStart start,
    String set,
    double share,
    double bodyRate,
    List<String> classes,
    ClipConfig clip,
    FilterBankConfig features,
    NetworkConfig network,
    VideoProbeConfig.Finetune finetune) {

  /** Copies the list. */
  public ClassifierConfig {
    classes = List.copyOf(classes);
  }

  /** Builds the network. */
  SameDiffClassifier create() {
    return SameDiffClassifier.ofClips(
        new SameDiffClassifier.Model(
            network,
            InputShape.of(clip, features),
            Tower.VIDEO,
            finetune.frozenStatistics() ? Statistics.RUNNING : Statistics.BATCH),
        classes.size());
  }
}

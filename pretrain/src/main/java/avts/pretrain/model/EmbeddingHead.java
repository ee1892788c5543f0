package avts.pretrain.model;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Two linear layers with batch norm and ReLU between them, applied to every time step by itself.
 *
 * @param config sizes
 * @param name such as {@code head.video}
 * @param inputSize values of one time step
 */
record EmbeddingHead(NetworkConfig.Head config, String name, int inputSize) {

  /**
   * Adds the head to a graph.
   *
   * @param rows {@code [N * timeSteps, inputSize]}
   * @return {@code [N * timeSteps, size]}
   */
  SDVariable build(Layers layers, SDVariable rows) {
    SDVariable hidden =
        layers.linear(name + ".fc1", rows, new Channels(inputSize, config.hidden()));
    hidden = layers.batchNormRelu(name + ".bn1", hidden, config.hidden());
    return layers.linear(name + ".fc2", hidden, new Channels(config.hidden(), config.size()));
  }
}

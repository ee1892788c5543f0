package avts.pretrain.loss;

import avts.pretrain.graph.Initialiser;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.Parameters.Role;
import avts.pretrain.graph.ops.Relu;
import org.nd4j.autodiff.samediff.SDVariable;

/** Adds the configured loss to a graph of two towers. */
public final class SyncLoss {

  /**
   * What a batch brings to the loss.
   *
   * @param video embeddings {@code [B, E]}
   * @param audio embeddings {@code [B, E]}
   * @param negative index of each clip's negative audio, {@code [B]}
   */
  public record Embeddings(SDVariable video, SDVariable audio, SDVariable negative) {}

  /**
   * What the loss gives.
   *
   * @param loss a scalar, mean over the pairs
   * @param positiveDistance Euclidean distance of each aligned pair, {@code [B]}
   * @param negativeDistance Euclidean distance of each negative pair, {@code [B]}
   */
  public record Outputs(
      SDVariable loss, SDVariable positiveDistance, SDVariable negativeDistance) {}

  private final LossConfig config;

  /** Describes a loss. */
  public SyncLoss(LossConfig config) {
    this.config = config;
  }

  /**
   * Adds the loss to the graph.
   *
   * @param embeddingSize E
   */
  public Outputs build(Layers layers, Embeddings embeddings, int embeddingSize) {
    SDVariable video = embeddings.video();
    SDVariable audio = embeddings.audio();
    SDVariable negative = embeddings.negative();
    if (config.kind() == LossConfig.Kind.MARGIN) {
      SDVariable[] outputs =
          new MarginLoss(video, audio, negative, config.margin()).outputVariables();
      return new Outputs(outputs[0], outputs[1], outputs[2]);
    }
    SDVariable loss =
        config.kind() == LossConfig.Kind.INFONCE
            ? infoNce(layers, embeddings)
            : crossEntropy(layers, embeddings, embeddingSize);
    SDVariable[] distances = new PairDistances(video, audio, negative).outputVariables();
    return new Outputs(loss, distances[0], distances[1]);
  }

  /**
   * Adds the head that decides on pairs to the graph (cross-entropy).
   *
   * @param pairs concatenated embeddings {@code [N, 2E]}
   * @return logits of the classes not in sync, in sync: {@code [N, 2]}
   */
  public SDVariable logits(Layers layers, SDVariable pairs, int embeddingSize) {
    int hidden = config.syncHidden();
    SDVariable x = layers.linear("sync.fc1", pairs, new Channels(2 * embeddingSize, hidden));
    return layers.linear("sync.fc2", Relu.of(x), new Channels(hidden, 2));
  }

  private SDVariable crossEntropy(Layers layers, Embeddings embeddings, int embeddingSize) {
    SDVariable pairs =
        new PairRows(embeddings.video(), embeddings.audio(), embeddings.negative())
            .outputVariable();
    return new SyncCrossEntropy(logits(layers, pairs, embeddingSize)).outputVariable();
  }

  private SDVariable infoNce(Layers layers, Embeddings embeddings) {
    if (!config.learnTemperature()) {
      return new InfoNceLoss(embeddings.video(), embeddings.audio(), config.temperature())
          .outputVariable();
    }
    Initialiser first = Initialiser.constant((float) Math.log(config.temperature()));
    SDVariable logTemperature =
        layers.parameters().add("sync.log_temperature", Role.BIAS, first, 1);
    return new InfoNceLoss(embeddings.video(), embeddings.audio(), logTemperature).outputVariable();
  }
}

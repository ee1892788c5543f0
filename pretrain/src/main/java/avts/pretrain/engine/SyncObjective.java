package avts.pretrain.engine;

import avts.datasets.batch.Batch;
import avts.pretrain.graph.Layers;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.loss.SyncLoss;
import avts.pretrain.loss.SyncLoss.Embeddings;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Both towers and a loss on pairs of their embeddings.
 *
 * @param context the towers
 * @param loss the loss
 */
record SyncObjective(EngineContext context, LossConfig loss) implements TrainingGraph.Objective {
  private static final String VIDEO = "batch.video";
  private static final String AUDIO = "batch.audio";
  private static final String NEGATIVE = "batch.negative";

  @Override
  public TrainingGraph.Wiring wire(SameDiff graph, Layers layers) {
    SDVariable video = context.clips(graph, Tower.VIDEO, VIDEO);
    SDVariable audio = context.clips(graph, Tower.AUDIO, AUDIO);
    SDVariable negative = graph.placeHolder(NEGATIVE, context.type(), -1);
    Embeddings embeddings =
        new Embeddings(
            context.network().build(Tower.VIDEO, layers, video).embedding(),
            context.network().build(Tower.AUDIO, layers, audio).embedding(),
            negative);
    SyncLoss.Outputs outputs =
        new SyncLoss(loss).build(layers, embeddings, context.network().embeddingSize());
    return new TrainingGraph.Wiring(
        Map.of(
            VIDEO,
            context.clipShape(Tower.VIDEO),
            AUDIO,
            context.clipShape(Tower.AUDIO),
            NEGATIVE,
            new long[0]),
        outputs.loss(),
        List.of(outputs.positiveDistance(), outputs.negativeDistance()));
  }

  /** Returns what a batch puts in. */
  static Map<String, float[]> inputs(Batch batch) {
    float[] negative = new float[batch.size()];
    for (int i = 0; i < negative.length; i++) {
      negative[i] = batch.negative()[i];
    }
    return Map.of(VIDEO, batch.video(), AUDIO, batch.audio(), NEGATIVE, negative);
  }

  /** Returns what came out. */
  static PairOutput output(TrainingGraph.Result result) {
    return new PairOutput(result.step(), result.outputs().get(0), result.outputs().get(1));
  }
}

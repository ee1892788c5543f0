package avts.pretrain.engine;

import avts.pretrain.graph.Layers;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Both towers on a part of a batch, whose loss is calculated outside, over the whole batch.
 *
 * @param context the towers
 * @param source calculates the loss
 */
record PartObjective(EngineContext context, OutsideLoss.Source source)
    implements TrainingGraph.Objective {
  private static final String VIDEO = "part.video";
  private static final String AUDIO = "part.audio";

  @Override
  public TrainingGraph.Wiring wire(SameDiff graph, Layers layers) {
    SDVariable video = embedding(Tower.VIDEO, layers, context.clips(graph, Tower.VIDEO, VIDEO));
    SDVariable audio = embedding(Tower.AUDIO, layers, context.clips(graph, Tower.AUDIO, AUDIO));
    return new TrainingGraph.Wiring(
        Map.of(VIDEO, context.clipShape(Tower.VIDEO), AUDIO, context.clipShape(Tower.AUDIO)),
        new OutsideLoss(video, audio, source).outputVariable(),
        List.of(video, audio));
  }

  private SDVariable embedding(Tower tower, Layers layers, SDVariable clips) {
    return context.network().build(tower, layers, clips).embedding();
  }

  /** Returns what a part puts in. */
  static Map<String, float[]> inputs(BatchPart part) {
    return Map.of(VIDEO, part.video(), AUDIO, part.audio());
  }

  /** Returns what came out of a forward pass. */
  static TowerVectors embeddings(List<double[]> outputs) {
    return new TowerVectors(outputs.get(0), outputs.get(1));
  }
}

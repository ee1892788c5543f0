package avts.pretrain.engine;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.loss.SyncLoss;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The head of the cross-entropy loss by itself: how much pairs of embeddings are in sync. */
final class SyncHead implements AutoCloseable {

  private static final String PAIRS = "pairs";
  private static final int BATCH = 64;

  private final int embeddingSize;
  private final SDVariable logits;
  private final GraphPlan plan;

  SyncHead(EngineContext context, LossConfig loss, NetworkValues values) {
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    embeddingSize = context.network().embeddingSize();
    SDVariable pairs = graph.placeHolder(PAIRS, context.type(), -1, 2L * embeddingSize);
    logits = new SyncLoss(loss).logits(layers, pairs, embeddingSize);
    plan =
        new GraphPlan(
            new GraphPlan.Recipe(
                graph,
                Map.of(PAIRS, new long[] {BATCH, 2L * embeddingSize}),
                values.bind(layers.parameters()),
                List.of(logits.name())),
            context.graphs());
  }

  /** Returns the logit of "in sync" minus that of "not in sync" for {@code n} pairs. */
  float[] score(float[] video, float[] audio, int n) {
    float[] scores = new float[n];
    float[] pairs = new float[BATCH * 2 * embeddingSize];
    float[] both = new float[BATCH * 2];
    for (int start = 0; start < n; start += BATCH) {
      int count = Math.min(BATCH, n - start);
      for (int i = 0; i < count; i++) {
        int from = (start + i) * embeddingSize;
        int to = i * 2 * embeddingSize;
        System.arraycopy(video, from, pairs, to, embeddingSize);
        System.arraycopy(audio, from, pairs, to + embeddingSize, embeddingSize);
      }
      NativeValues.write(pairs, 0, plan.array(PAIRS));
      plan.run();
      NativeValues.read(plan.array(logits.name()), both, 0);
      for (int i = 0; i < count; i++) {
        scores[start + i] = both[2 * i + 1] - both[2 * i];
      }
    }
    return scores;
  }

  @Override
  public void close() {
    plan.close();
  }
}

package avts.pretrain.engine;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One tower with running statistics, run on any number of clips. */
final class InferenceGraph implements AutoCloseable {

  /** Which of a tower's outputs is wanted. */
  enum Layer {
    /** The encoder's output, pooled. */
    FEATURES,
    /** The head's output. */
    EMBEDDING
  }

  private static final String CLIPS = "clips";

  /** Clips that one pass takes. */
  private static final int BATCH = 16;

  private final int clipSize;
  private final TwoTowerNetwork.Outputs outputs;
  private final GraphPlan plan;

  InferenceGraph(EngineContext context, Tower tower, NetworkValues values) {
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    Parameters parameters = layers.parameters();
    SDVariable clips = context.clips(graph, tower, CLIPS);
    outputs = context.network().build(tower, layers, clips);
    clipSize = context.clipSize(tower);
    plan =
        new GraphPlan(
            new GraphPlan.Recipe(
                graph,
                context.type(),
                Map.of(CLIPS, context.clipShape(tower, BATCH)),
                values.bind(parameters),
                List.of(outputs.features().name(), outputs.embedding().name())),
            context.workers());
  }

  /** Returns the output {@code [n, size]} for {@code n} clips. */
  float[] run(float[] clips, int n, Layer layer) {
    SDVariable wanted = layer == Layer.FEATURES ? outputs.features() : outputs.embedding();
    INDArray output = plan.array(wanted.name());
    int size = Math.toIntExact(output.size(1));
    float[] result = new float[n * size];
    float[] input = new float[BATCH * clipSize];
    float[] rows = new float[BATCH * size];
    for (int start = 0; start < n; start += BATCH) {
      int count = Math.min(BATCH, n - start);
      System.arraycopy(clips, start * clipSize, input, 0, count * clipSize);
      Arrays.fill(input, count * clipSize, input.length, 0);
      NativeValues.write(input, 0, plan.array(CLIPS));
      plan.run();
      NativeValues.read(output, rows, 0);
      System.arraycopy(rows, 0, result, start * size, count * size);
    }
    return result;
  }

  @Override
  public void close() {
    plan.close();
  }
}

package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One tower with running statistics, run on any number of clips. */
final class InferenceGraph implements AutoCloseable {

  /** Name of the encoder's output, pooled. */
  static final String FEATURES = "features";

  /** Name of the head's output. */
  static final String EMBEDDING = "embedding";

  private static final String CLIPS = "clips";

  /** Most clips that one pass takes. */
  private static final int MOST_CLIPS = 16;

  /**
   * Values of a pass: large clips are taken a few at a time, which costs no speed, since a layer
   * has enough to do with them, and keeps a single clip from costing as much as sixteen.
   */
  private static final int MOST_VALUES = 2_500_000;

  private final int clipSize;

  /** Clips that one pass takes. */
  private final int batch;

  private final Map<String, SDVariable> outputs;
  private final GraphPlan plan;

  /** What of a tower's outputs a graph is made for; the rest of the tower is not run. */
  private interface Choice {
    Map<String, SDVariable> of(TwoTowerNetwork.Outputs outputs);
  }

  private InferenceGraph(EngineContext context, Tower tower, NetworkValues values, Choice choice) {
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    Parameters parameters = layers.parameters();
    SDVariable clips = context.clips(graph, tower, CLIPS);
    outputs = choice.of(context.network().build(tower, layers, clips));
    clipSize = context.clipSize(tower);
    batch = Math.max(1, Math.min(MOST_CLIPS, MOST_VALUES / clipSize));
    plan =
        new GraphPlan(
            new GraphPlan.Recipe(
                graph,
                Map.of(CLIPS, context.clipShape(tower, batch)),
                values.bind(parameters),
                outputs.values().stream().map(SDVariable::name).toList()),
            context.graphs());
  }

  /** Returns a graph with the outputs {@link #FEATURES} and {@link #EMBEDDING}. */
  static InferenceGraph ofTower(EngineContext context, Tower tower, NetworkValues values) {
    return new InferenceGraph(
        context,
        tower,
        values,
        outputs -> Map.of(FEATURES, outputs.features(), EMBEDDING, outputs.embedding()));
  }

  /**
   * Returns a graph with one layer of the encoder as its output.
   *
   * @throws IllegalArgumentException if the encoder has no such layer; the message names those that
   *     it has
   */
  static InferenceGraph ofLayer(
      EngineContext context, Tower tower, String layer, NetworkValues values) {
    return new InferenceGraph(
        context, tower, values, outputs -> Map.of(layer, layer(outputs, tower, layer)));
  }

  /**
   * Returns one layer of an encoder.
   *
   * @throws IllegalArgumentException if there is none of the name; the message names those that
   *     there are
   */
  static SDVariable layer(TwoTowerNetwork.Outputs outputs, Tower tower, String layer) {
    SDVariable wanted = outputs.layers().get(layer);
    checkArgument(
        wanted != null,
        "the %s encoder has no layer \"%s\", but %s",
        tower.name().toLowerCase(Locale.ROOT),
        layer,
        outputs.layers().keySet());
    return wanted;
  }

  /** Returns the lengths of one clip's output, channels first. */
  List<Integer> shape(String name) {
    long[] all = array(name).shape();
    return Arrays.stream(all, 1, all.length).mapToObj(Math::toIntExact).toList();
  }

  /** Returns an output, {@code [n, values of a clip]}, for {@code n} clips. */
  float[] run(float[] clips, int n, String name) {
    INDArray output = array(name);
    int size = Math.toIntExact(output.length() / batch);
    float[] result = new float[Math.multiplyExact(n, size)];
    float[] input = new float[batch * clipSize];
    float[] rows = new float[batch * size];
    for (int start = 0; start < n; start += batch) {
      int count = Math.min(batch, n - start);
      System.arraycopy(clips, start * clipSize, input, 0, count * clipSize);
      Arrays.fill(input, count * clipSize, input.length, 0);
      NativeValues.write(input, 0, plan.array(CLIPS));
      plan.run();
      NativeValues.read(output, rows, 0);
      System.arraycopy(rows, 0, result, start * size, count * size);
    }
    return result;
  }

  private INDArray array(String name) {
    SDVariable output = outputs.get(name);
    checkArgument(output != null, "the graph has no output %s", name);
    return plan.array(output.name());
  }

  @Override
  public void close() {
    plan.close();
  }
}

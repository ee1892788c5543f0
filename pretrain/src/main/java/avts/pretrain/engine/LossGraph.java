package avts.pretrain.engine;

import avts.pretrain.graph.Gradients;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.Parameters.Entry;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.loss.SyncLoss;
import avts.pretrain.loss.SyncLoss.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss of a batch by itself, as a function of embeddings that are known. */
final class LossGraph implements AutoCloseable {
  private static final String VIDEO = "embedding.video";
  private static final String AUDIO = "embedding.audio";
  private static final String NEGATIVE = "batch.negative";

  private final EngineContext context;
  private final SameDiff graph = SameDiff.create();
  private final Parameters parameters;
  private final SyncLoss.Outputs outputs;

  /** Derivatives with respect to video, audio and then the loss's own parameters. */
  private final List<SDVariable> gradients;

  private final PlanCache plans = new PlanCache();

  /**
   * What the loss of a batch is.
   *
   * @param loss mean over the pairs
   * @param derivatives with respect to the embeddings
   * @param positiveDistance distance of each clip's aligned pair
   * @param negativeDistance distance of each clip's negative pair
   */
  // Array components: handed on, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Result(
      double loss, TowerVectors derivatives, float[] positiveDistance, float[] negativeDistance) {}

  LossGraph(EngineContext context, LossConfig loss) {
    this.context = context;
    int size = context.network().embeddingSize();
    SDVariable video = graph.placeHolder(VIDEO, context.type(), -1, size);
    SDVariable audio = graph.placeHolder(AUDIO, context.type(), -1, size);
    SDVariable negative = graph.placeHolder(NEGATIVE, context.type(), -1);
    Layers layers = context.layers(graph, Statistics.RUNNING); // there are no batch norms in it
    parameters = layers.parameters();
    outputs = new SyncLoss(loss).build(layers, new Embeddings(video, audio, negative), size);
    List<SDVariable> variables = new ArrayList<>(List.of(video, audio));
    parameters.trained().forEach(entry -> variables.add(entry.variable().orElseThrow()));
    gradients = Gradients.of(outputs.loss(), variables);
  }

  /**
   * Calculates the loss of a batch.
   *
   * @param negative index of each clip's negative audio
   * @param gradient flat; the derivatives with respect to the loss's own parameters are put in
   */
  Result of(TowerVectors embeddings, float[] negative, NetworkValues values, float[] gradient) {
    GraphPlan plan = plans.of(negative.length, () -> plan(negative.length, values));
    NativeValues.write(embeddings.video(), plan.array(VIDEO));
    NativeValues.write(embeddings.audio(), plan.array(AUDIO));
    NativeValues.write(negative, 0, plan.array(NEGATIVE));
    plan.run();
    List<Entry> own = parameters.trained();
    for (int i = 0; i < own.size(); i++) {
      NativeValues.read(
          array(plan, gradients.get(2 + i)), gradient, values.offset(own.get(i).name()));
    }
    return new Result(
        NativeValues.read(array(plan, outputs.loss()))[0],
        new TowerVectors(
            NativeValues.read(array(plan, gradients.get(0))),
            NativeValues.read(array(plan, gradients.get(1)))),
        NativeValues.readFloats(array(plan, outputs.positiveDistance())),
        NativeValues.readFloats(array(plan, outputs.negativeDistance())));
  }

  private GraphPlan plan(int clips, NetworkValues values) {
    List<String> wanted = new ArrayList<>();
    gradients.forEach(gradient -> wanted.add(gradient.name()));
    wanted.add(outputs.loss().name());
    wanted.add(outputs.positiveDistance().name());
    wanted.add(outputs.negativeDistance().name());
    long[] vectors = {clips, context.network().embeddingSize()};
    return new GraphPlan(
        new GraphPlan.Recipe(
            graph,
            Map.of(VIDEO, vectors, AUDIO, vectors, NEGATIVE, new long[] {clips}),
            values.bind(parameters),
            wanted),
        context.graphs());
  }

  private static INDArray array(GraphPlan plan, SDVariable variable) {
    return plan.array(variable.name());
  }

  @Override
  public void close() {
    plans.close();
  }
}

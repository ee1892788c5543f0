package avts.pretrain.engine;

import avts.datasets.batch.Batch;
import avts.pretrain.graph.Gradients;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.Parameters.Entry;
import avts.pretrain.graph.Parameters.Role;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.loss.SyncLoss;
import avts.pretrain.loss.SyncLoss.Embeddings;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Both towers, the loss and its gradient in one graph. */
final class TrainingGraph implements AutoCloseable {

  private static final String VIDEO = "batch.video";
  private static final String AUDIO = "batch.audio";
  private static final String NEGATIVE = "batch.negative";

  /** Plans of this many batch sizes are kept: the usual one and an epoch's last one. */
  private static final int KEPT_PLANS = 2;

  private final EngineContext context;
  private final SameDiff graph = SameDiff.create();
  private final Parameters parameters;
  private final SyncLoss.Outputs outputs;
  private final List<SDVariable> gradients;
  private final Map<Integer, GraphPlan> plans = new LinkedHashMap<>(4, 0.75f, true);

  TrainingGraph(EngineContext context) {
    this.context = context;
    Layers layers = context.layers(graph, context.model().statistics());
    parameters = layers.parameters();
    SDVariable video = context.clips(graph, Tower.VIDEO, VIDEO);
    SDVariable audio = context.clips(graph, Tower.AUDIO, AUDIO);
    SDVariable negative = graph.placeHolder(NEGATIVE, context.type(), -1);
    Embeddings embeddings =
        new Embeddings(
            context.network().build(Tower.VIDEO, layers, video).embedding(),
            context.network().build(Tower.AUDIO, layers, audio).embedding(),
            negative);
    outputs =
        new SyncLoss(context.model().loss())
            .build(layers, embeddings, context.network().embeddingSize());
    gradients =
        Gradients.of(
            outputs.loss(),
            parameters.trained().stream().flatMap(entry -> entry.variable().stream()).toList());
  }

  /** Returns what the graph has registered. */
  Parameters parameters() {
    return parameters;
  }

  /** Runs forward and backward. */
  StepOutput step(Batch batch, NetworkValues values) {
    GraphPlan plan = plan(batch.size(), values);
    NativeValues.write(batch.video(), 0, plan.array(VIDEO));
    NativeValues.write(batch.audio(), 0, plan.array(AUDIO));
    float[] negative = new float[batch.size()];
    for (int i = 0; i < negative.length; i++) {
      negative[i] = batch.negative()[i];
    }
    NativeValues.write(negative, 0, plan.array(NEGATIVE));
    plan.run();
    return output(plan, values);
  }

  private StepOutput output(GraphPlan plan, NetworkValues values) {
    float[] gradient = new float[NetworkValues.total(values.parameters())];
    for (int i = 0; i < gradients.size(); i++) {
      int offset = values.parameters().get(i).offset();
      NativeValues.read(plan.array(gradients.get(i).name()), gradient, offset);
    }
    return new StepOutput(
        NativeValues.read(plan.array(outputs.loss().name()))[0],
        gradient,
        statistics(plan, values),
        floats(plan.array(outputs.positiveDistance().name())),
        floats(plan.array(outputs.negativeDistance().name())));
  }

  /** Returns the batch's statistics, variances unbiased; where they are frozen, as they are. */
  private float[] statistics(GraphPlan plan, NetworkValues values) {
    float[] flat = new float[NetworkValues.total(values.statistics())];
    List<Entry> entries = parameters.statistics();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      int offset = values.statistics().get(i).offset();
      String name = entry.batchValue().or(entry::variable).orElseThrow().name();
      NativeValues.read(plan.array(name), flat, offset);
      if (entry.role() == Role.VARIANCE && entry.batchValue().isPresent()) {
        double count = normalisedCount(plan, entry.batchValue().get());
        for (int k = offset; k < offset + entry.size(); k++) {
          flat[k] *= (float) (count / Math.max(1, count - 1));
        }
      }
    }
    return flat;
  }

  /** Returns over how many values of each channel a batch norm has taken its statistics. */
  private double normalisedCount(GraphPlan plan, SDVariable batchVariance) {
    String input = graph.getVariableOutputOp(batchVariance.name()).argNames()[0];
    INDArray normalised = plan.array(input);
    return (double) normalised.length() / normalised.size(1);
  }

  private static float[] floats(INDArray array) {
    float[] copy = new float[Math.toIntExact(array.length())];
    NativeValues.read(array, copy, 0);
    return copy;
  }

  private GraphPlan plan(int size, NetworkValues values) {
    GraphPlan plan = plans.get(size);
    if (plan == null) {
      if (plans.size() == KEPT_PLANS) {
        Iterator<GraphPlan> oldest = plans.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
      plan = new GraphPlan(recipe(size, values), context.workers());
      plans.put(size, plan);
    }
    return plan;
  }

  private GraphPlan.Recipe recipe(int size, NetworkValues values) {
    List<String> wanted = new ArrayList<>();
    gradients.forEach(gradient -> wanted.add(gradient.name()));
    Stream.of(outputs.loss(), outputs.positiveDistance(), outputs.negativeDistance())
        .forEach(output -> wanted.add(output.name()));
    parameters.statistics().stream()
        .flatMap(entry -> entry.batchValue().stream())
        .forEach(value -> wanted.add(value.name()));
    return new GraphPlan.Recipe(
        graph,
        context.type(),
        Map.of(
            VIDEO,
            context.clipShape(Tower.VIDEO, size),
            AUDIO,
            context.clipShape(Tower.AUDIO, size),
            NEGATIVE,
            new long[] {size}),
        values.bind(parameters),
        wanted);
  }

  /** Returns the nanoseconds of each operation in one run, by kind and name, and prepares it. */
  Map<String, Long> profile(int size, NetworkValues values, int runs) {
    Map<String, Long> nanos = new LinkedHashMap<>();
    GraphPlan plan = plan(size, values);
    for (int i = 0; i < runs; i++) {
      plan.run(nanos);
    }
    nanos.replaceAll((name, sum) -> sum / runs);
    return nanos;
  }

  /** Returns the bytes of native memory of the plan for a batch size. */
  long workingBytes(int size, NetworkValues values) {
    return plan(size, values).bytes();
  }

  @Override
  public void close() {
    plans.values().forEach(GraphPlan::close);
    plans.clear();
  }
}
